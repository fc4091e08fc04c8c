import { Instant, PageQuery, page } from '../common.ts';
import * as road from '../road.ts';
import * as shipment from '../shipment.ts';
import * as truck from '../truck.ts';
import { type Endpoint, STAFF } from './endpoint.ts';

const PositionsQuery = PageQuery.extend({ from: Instant.optional(), to: Instant.optional() });

/** Trucks, their trackers, and the places they go to. */
export const fleetEndpoints = {
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
  getTruckHistory: {
    method: 'get',
    path: '/vehicles/:name/history',
    access: 'any',
    summary: 'Where a truck has been, its stops, speeds, sources and trips; by plate, by id, or `device:…`',
    query: truck.TruckHistoryQuery,
    responses: { 200: truck.TruckHistory },
  },
  listTruckAside: {
    method: 'get',
    path: '/vehicles/:name/aside',
    access: STAFF,
    summary: 'Positions of a truck that the filter set aside, with the reason, newest first',
    query: truck.AsideQuery,
    responses: { 200: page(truck.AsidePosition) },
  },
  getFleetAt: {
    method: 'get',
    path: '/fleet',
    access: 'any',
    summary: 'Where everything was at an instant; a customer sees what was his then',
    query: truck.FleetAtQuery,
    responses: { 200: truck.FleetAt },
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
  updateSite: {
    method: 'patch',
    path: '/sites/:id',
    access: STAFF,
    summary: 'Change a plant or a site: its place, its hours',
    body: shipment.SitePatch,
    responses: { 200: shipment.Site },
  },
} as const satisfies Record<string, Endpoint>;
