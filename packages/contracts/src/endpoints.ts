import { accountsEndpoints } from './endpoints/accounts.ts';
import { alertsEndpoints } from './endpoints/alerts.ts';
import { boardsEndpoints } from './endpoints/boards.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { fleetEndpoints } from './endpoints/fleet.ts';
import { lawEndpoints } from './endpoints/law.ts';
import { planEndpoints } from './endpoints/plan.ts';
import { promisesEndpoints } from './endpoints/promises.ts';
import { reportsEndpoints } from './endpoints/reports.ts';
import { shipmentsEndpoints } from './endpoints/shipments.ts';
import { sourcesEndpoints } from './endpoints/sources.ts';
import { stationsEndpoints } from './endpoints/stations.ts';
import { wagonsEndpoints } from './endpoints/wagons.ts';

export type { Access, Endpoint } from './endpoints/endpoint.ts';

/** The whole HTTP surface: the router, the OpenAPI document and the typed web client are made from this map. */
export const ENDPOINTS = {
  ...accountsEndpoints,
  ...reportsEndpoints,
  ...sourcesEndpoints,
  ...wagonsEndpoints,
  ...stationsEndpoints,
  ...fleetEndpoints,
  ...shipmentsEndpoints,
  ...planEndpoints,
  ...promisesEndpoints,
  ...boardsEndpoints,
  ...lawEndpoints,
  ...alertsEndpoints,
} as const satisfies Record<string, Endpoint>;
export type EndpointName = keyof typeof ENDPOINTS;
