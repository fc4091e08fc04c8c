import { z } from 'zod';
import * as account from './account.ts';
import { Instant, PageQuery, page, type Role } from './common.ts';
import * as network from './network.ts';
import * as planLoad from './plan-load.ts';
import * as planPromise from './plan-promise.ts';
import * as planSplit from './plan-split.ts';
import * as rail from './rail.ts';
import * as road from './road.ts';
import * as shipment from './shipment.ts';
import * as source from './source.ts';
import * as where from './where.ts';

/** `public`: no login. `any`: whoever is signed in. Otherwise the roles that may. */
export type Access = 'public' | 'any' | readonly Role[];

export interface Endpoint {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** below /api/v1, `:name` marks a parameter */
  path: string;
  access: Access;
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** `multipart` has one file in the field `file`; `bytes` and `geojson` are what the reply is */
  accepts?: 'multipart';
  replies?: 'bytes';
  /** status → shape of the reply */
  responses: Record<number, z.ZodType>;
}

const STAFF = ['dispatcher', 'manager', 'admin'] as const;
const ADMIN = ['admin'] as const;
const Ok = z.object({ ok: z.literal(true) });
const PositionsQuery = PageQuery.extend({ from: Instant.optional(), to: Instant.optional() });
const FeatureCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.record(z.string(), z.unknown())),
});

/** The whole HTTP surface: the router, the OpenAPI document and the typed web client are made from this map. */
export const ENDPOINTS = {
  login: {
    method: 'post',
    path: '/auth/login',
    access: 'public',
    summary: 'Sign in',
    body: account.Login,
    responses: { 200: account.LoginReply },
  },
  logout: { method: 'post', path: '/auth/logout', access: 'any', summary: 'Sign out', responses: { 200: Ok } },
  me: { method: 'get', path: '/auth/me', access: 'any', summary: 'Who am I', responses: { 200: account.User } },
  config: {
    method: 'get',
    path: '/config',
    access: 'public',
    summary: 'What the page needs before sign-in',
    responses: { 200: account.ClientConfig },
  },

  uploadReport: {
    method: 'post',
    path: '/reports',
    access: STAFF,
    summary: 'Take in a wagon report',
    accepts: 'multipart',
    responses: { 200: rail.ReportSummary, 201: rail.ReportSummary, 202: rail.ReportSummary },
  },
  listReports: {
    method: 'get',
    path: '/reports',
    access: STAFF,
    summary: 'Reports, newest first',
    query: PageQuery.extend({ waiting: z.stringbool().optional() }),
    responses: { 200: page(rail.ReportListItem) },
  },
  getReport: {
    method: 'get',
    path: '/reports/:id',
    access: STAFF,
    summary: 'One report',
    responses: { 200: rail.ReportDetail },
  },
  getReportRaw: {
    method: 'get',
    path: '/reports/:id/raw',
    access: STAFF,
    summary: 'The very bytes',
    replies: 'bytes',
    responses: { 200: z.string() },
  },
  listReportRows: {
    method: 'get',
    path: '/reports/:id/rows',
    access: STAFF,
    summary: 'Every row with its verdict',
    query: PageQuery,
    responses: { 200: page(rail.ReportRowView) },
  },
  replayReport: {
    method: 'post',
    path: '/reports/:id/replay',
    access: STAFF,
    summary: 'Run today’s parser over the stored bytes',
    responses: { 200: rail.ReportSummary },
  },
  approveReport: {
    method: 'post',
    path: '/reports/:id/approve',
    access: STAFF,
    summary: 'Apply a held report',
    responses: { 200: rail.ReportSummary },
  },
  rejectReport: {
    method: 'post',
    path: '/reports/:id/reject',
    access: STAFF,
    summary: 'Put a held or quarantined report away',
    responses: { 200: Ok },
  },
  approveMapping: {
    method: 'post',
    path: '/reports/:id/mapping',
    access: STAFF,
    summary: 'Say what the columns of an unknown layout mean and read all its reports again',
    body: rail.MappingApproval,
    responses: { 200: rail.MappingReply },
  },

  listWagons: {
    method: 'get',
    path: '/wagons',
    access: 'any',
    summary: 'Wagons, newest operation first',
    query: PageQuery,
    responses: { 200: page(rail.WagonState) },
  },
  getWagon: { method: 'get', path: '/wagons/:number', access: 'any', summary: 'One wagon', responses: { 200: rail.WagonState } },
  getWagonHistory: {
    method: 'get',
    path: '/wagons/:number/history',
    access: 'any',
    summary: 'Operations, newest first',
    query: PageQuery,
    responses: { 200: page(rail.WagonOperation) },
  },

  listDevices: {
    method: 'get',
    path: '/devices',
    access: STAFF,
    summary: 'Devices, quarantined ones too',
    query: PageQuery,
    responses: { 200: page(road.Device) },
  },
  createDevice: {
    method: 'post',
    path: '/devices',
    access: STAFF,
    summary: 'Register a device or adopt a quarantined one',
    body: road.NewDevice,
    responses: { 200: road.Device, 201: road.Device },
  },
  listDevicePositions: {
    method: 'get',
    path: '/devices/:uniqueId/positions',
    access: STAFF,
    summary: 'All that came from a device',
    query: PositionsQuery,
    responses: { 200: page(road.StoredPosition) },
  },
  listVehicles: {
    method: 'get',
    path: '/vehicles',
    access: STAFF,
    summary: 'Vehicles',
    query: PageQuery,
    responses: { 200: page(road.Vehicle) },
  },
  createVehicle: {
    method: 'post',
    path: '/vehicles',
    access: STAFF,
    summary: 'Add a vehicle',
    body: road.NewVehicle,
    responses: { 200: road.Vehicle, 201: road.Vehicle },
  },

  where: {
    method: 'get',
    path: '/where',
    access: 'any',
    summary: 'Where is my cargo',
    query: where.WhereQuery,
    responses: { 200: where.WhereReply },
  },

  createShipment: {
    method: 'post',
    path: '/shipments',
    access: STAFF,
    summary: 'Create a shipment',
    body: shipment.NewShipment,
    responses: { 201: shipment.ShipmentDetail },
  },
  listShipments: {
    method: 'get',
    path: '/shipments',
    access: 'any',
    summary: 'Shipments, latest change first',
    query: PageQuery.extend({ status: shipment.ShipmentStatus.optional() }),
    responses: { 200: page(shipment.ShipmentState) },
  },
  getShipment: {
    method: 'get',
    path: '/shipments/:id',
    access: 'any',
    summary: 'One shipment',
    responses: { 200: shipment.ShipmentDetail },
  },
  listShipmentEvents: {
    method: 'get',
    path: '/shipments/:id/events',
    access: 'any',
    summary: 'The timeline, newest first',
    query: PageQuery,
    responses: { 200: page(shipment.TrackingEvent) },
  },
  getShipmentTrack: {
    method: 'get',
    path: '/shipments/:id/track',
    access: 'any',
    summary: 'Where it has been (GeoJSON)',
    responses: { 200: FeatureCollection },
  },
  shareShipment: {
    method: 'post',
    path: '/shipments/:id/share',
    access: 'any',
    summary: 'A link that shows this shipment without a login',
    body: shipment.NewShare,
    responses: { 201: z.object({ url: z.string() }) },
  },
  getShared: {
    method: 'get',
    path: '/shared/:token',
    access: 'public',
    summary: 'What a share link shows',
    responses: { 200: shipment.SharedShipment },
  },

  listCompanies: {
    method: 'get',
    path: '/companies',
    access: STAFF,
    summary: 'The own company and its customers',
    query: PageQuery,
    responses: { 200: page(account.Company) },
  },
  createCompany: {
    method: 'post',
    path: '/companies',
    access: STAFF,
    summary: 'Add a customer',
    body: account.NewCompany,
    responses: { 201: account.Company },
  },
  listSites: {
    method: 'get',
    path: '/sites',
    access: 'any',
    summary: 'Plants and sites',
    query: PageQuery,
    responses: { 200: page(shipment.Site) },
  },
  createSite: {
    method: 'post',
    path: '/sites',
    access: STAFF,
    summary: 'Add a plant or a site',
    body: shipment.NewSite,
    responses: { 201: shipment.Site },
  },
  listUsers: {
    method: 'get',
    path: '/users',
    access: ADMIN,
    summary: 'Users',
    query: PageQuery,
    responses: { 200: page(account.User) },
  },
  createUser: {
    method: 'post',
    path: '/users',
    access: ADMIN,
    summary: 'Add a user',
    body: account.NewUser,
    responses: { 201: account.User },
  },
  listApiKeys: {
    method: 'get',
    path: '/api-keys',
    access: ADMIN,
    summary: 'API keys',
    query: PageQuery,
    responses: { 200: page(account.ApiKey) },
  },
  createApiKey: {
    method: 'post',
    path: '/api-keys',
    access: ADMIN,
    summary: 'Make an API key; it is shown once',
    body: account.NewApiKey,
    responses: { 201: account.ApiKeyCreated },
  },
  revokeApiKey: { method: 'delete', path: '/api-keys/:id', access: ADMIN, summary: 'Revoke an API key', responses: { 200: Ok } },
  listAudit: {
    method: 'get',
    path: '/audit',
    access: ADMIN,
    summary: 'Sign-ins and changes, newest first',
    query: PageQuery,
    responses: { 200: page(account.AuditEntry) },
  },
  planAxleLoads: {
    method: 'post',
    path: '/plan/axle-loads',
    access: STAFF,
    summary: 'Loads of every axle after every drop, judged by law, maker and season',
    body: planLoad.AxleLoadsRequest,
    responses: { 200: planLoad.AxleLoadsReply },
  },
  planMaxPayload: {
    method: 'post',
    path: '/plan/max-payload',
    access: STAFF,
    summary: 'The largest lawful payload of a vehicle',
    body: planLoad.MaxPayloadRequest,
    responses: { 200: planLoad.MaxPayloadReply },
  },
  planPromise: {
    method: 'post',
    path: '/plan/promise',
    access: STAFF,
    summary: 'When an order can be there, and from which warehouses',
    body: network.PromiseAsked,
    responses: { 200: planPromise.PromiseReply },
  },
  planSplit: {
    method: 'post',
    path: '/plan/split',
    access: STAFF,
    summary: 'One order over days and trucks',
    body: planSplit.SplitRequest,
    responses: { 200: planSplit.SplitReply },
  },
  listPlanPresets: {
    method: 'get',
    path: '/plan/presets',
    access: STAFF,
    summary: 'Typical vehicles a plan may name',
    responses: { 200: planLoad.PlanPresets },
  },
  getPlanRules: {
    method: 'get',
    path: '/plan/rules',
    access: STAFF,
    summary: 'The law as the planner uses it, with sources',
    responses: { 200: planLoad.PlanRules },
  },
  getNetwork: {
    method: 'get',
    path: '/network',
    access: STAFF,
    summary: 'Warehouses, lanes and services as they are stored',
    responses: { 200: network.StoredNetwork },
  },
  saveNetwork: {
    method: 'post',
    path: '/network',
    access: STAFF,
    summary: 'Store a new version of warehouses, lanes and services',
    body: network.NewNetwork,
    responses: { 201: network.StoredNetwork },
  },
  saveItems: {
    method: 'post',
    path: '/network/items',
    access: STAFF,
    summary: 'Describe goods',
    body: network.NewItems,
    responses: { 200: network.Saved },
  },
  saveStock: {
    method: 'post',
    path: '/network/stock',
    access: STAFF,
    summary: 'Set what lots hold',
    body: network.NewStock,
    responses: { 200: network.Saved },
  },
  listStock: {
    method: 'get',
    path: '/network/stock',
    access: STAFF,
    summary: 'Lots with what is reserved of them',
    query: PageQuery.extend({ sku: z.string().max(200).optional() }),
    responses: { 200: page(network.StockLot) },
  },
  createPromise: {
    method: 'post',
    path: '/promises',
    access: STAFF,
    summary: 'Promise an order and reserve its goods, at once or not at all',
    body: network.NewPromise,
    responses: { 200: network.KeptPromise, 201: network.KeptPromise },
  },
  listPromises: {
    method: 'get',
    path: '/promises',
    access: STAFF,
    summary: 'Promises, newest first',
    query: PageQuery,
    responses: { 200: page(network.KeptPromise) },
  },
  getPromise: {
    method: 'get',
    path: '/promises/:id',
    access: STAFF,
    summary: 'One promise, with what it would be today where that differs',
    responses: { 200: network.KeptPromise },
  },
  recheckPromise: {
    method: 'post',
    path: '/promises/:id/recheck',
    access: STAFF,
    summary: 'What this promise would be now',
    responses: { 200: network.KeptPromise },
  },
  acceptPromiseChange: {
    method: 'post',
    path: '/promises/:id/accept',
    access: STAFF,
    summary: 'Make the changed plan the promise',
    responses: { 200: network.KeptPromise },
  },
  releasePromise: {
    method: 'delete',
    path: '/promises/:id',
    access: STAFF,
    summary: 'Let go of a promise and its goods',
    responses: { 200: network.KeptPromise },
  },
  listSources: {
    method: 'get',
    path: '/sources',
    access: STAFF,
    summary: 'Sources and how they are doing',
    responses: { 200: page(source.SourceHealth) },
  },
  createSource: {
    method: 'post',
    path: '/sources',
    access: ADMIN,
    summary: 'Add a source of reports',
    body: source.NewSource,
    responses: { 201: source.SourceHealth },
  },
  changeSource: {
    method: 'patch',
    path: '/sources/:sourceId',
    access: ADMIN,
    summary: 'Change, switch off or switch on a source',
    body: source.SourceChange,
    responses: { 200: source.SourceHealth },
  },
  deleteSource: {
    method: 'delete',
    path: '/sources/:sourceId',
    access: ADMIN,
    summary: 'Remove a source; its reports stay',
    responses: { 200: Ok },
  },
  checkSource: {
    method: 'post',
    path: '/sources/:sourceId/check',
    access: STAFF,
    summary: 'Look at a source now',
    responses: { 202: source.SourceHealth },
  },
} as const satisfies Record<string, Endpoint>;
export type EndpointName = keyof typeof ENDPOINTS;
