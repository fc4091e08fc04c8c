import { page } from '../common.ts';
import * as network from '../network.ts';
import * as planBoard from '../plan-board.ts';
import * as planLoad from '../plan-load.ts';
import * as planPlacing from '../plan-placing.ts';
import * as planPromise from '../plan-promise.ts';
import * as planSplit from '../plan-split.ts';
import * as vehicleSpec from '../vehicle-spec.ts';
import { type Endpoint, Ok, STAFF } from './endpoint.ts';

/** Planners: they answer and keep nothing. */
export const planEndpoints = {
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
  planPlacement: {
    method: 'post',
    path: '/plan/placement',
    access: STAFF,
    summary: 'Pieces laid into rows so that every drop is lawful, or the proof that it cannot be',
    body: planPlacing.PlacementRequest,
    responses: { 200: planPlacing.PlacementReply },
  },
  planCompartments: {
    method: 'post',
    path: '/plan/compartments',
    access: STAFF,
    summary: 'How compartments are filled, and in which order filled and emptied, so that every step is lawful',
    body: planPlacing.CompartmentsRequest,
    responses: { 200: planPlacing.CompartmentsReply },
  },
  planGroupage: {
    method: 'post',
    path: '/plan/groupage',
    access: STAFF,
    summary: 'Which order lines may share trucks, and what keeps the others apart',
    body: planPlacing.GroupageRequest,
    responses: { 200: planPlacing.GroupageReply },
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
  planSplitRepairs: {
    method: 'post',
    path: '/plan/split-repairs',
    access: STAFF,
    summary: 'The smallest single changes with which everything could be brought, each with the request it makes',
    body: planSplit.SplitRequest,
    responses: { 200: planBoard.SplitRepairs },
  },
  planDayCapacity: {
    method: 'post',
    path: '/plan/day-capacity',
    access: STAFF,
    summary: 'The most that could be brought on each day, were it the only one',
    body: planBoard.DayCapacityRequest,
    responses: { 200: planBoard.DayCapacityReply },
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
  listVehicleSpecs: {
    method: 'get',
    path: '/vehicle-specs',
    access: STAFF,
    summary: 'Own trucks and trailers with their axles and masses; their ids may stand wherever a plan names a unit',
    responses: { 200: page(vehicleSpec.VehicleSpec) },
  },
  createVehicleSpec: {
    method: 'post',
    path: '/vehicle-specs',
    access: STAFF,
    summary: 'Store a truck or a trailer with its axles and masses',
    body: vehicleSpec.NewVehicleSpec,
    responses: { 201: vehicleSpec.VehicleSpec },
  },
  changeVehicleSpec: {
    method: 'patch',
    path: '/vehicle-specs/:id',
    access: STAFF,
    summary: 'Rename a unit or replace its numbers',
    body: vehicleSpec.VehicleSpecChange,
    responses: { 200: vehicleSpec.VehicleSpec },
  },
  deleteVehicleSpec: {
    method: 'delete',
    path: '/vehicle-specs/:id',
    access: STAFF,
    summary: 'Forget a unit; plans that spelled it out stay',
    responses: { 200: Ok },
  },
} as const satisfies Record<string, Endpoint>;
