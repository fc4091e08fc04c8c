/** A Karavan that remembers what it was told, for tests of those who speak to its public API. Bodies are held to the contract. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ENDPOINTS } from '@karavan/contracts';
import express, { type Request, type Response } from 'express';

export interface FakeKaravan {
  url: string;
  /** every POST body taken, by path */
  taken: Map<string, unknown[]>;
  /** positions that came, as query strings */
  positions: string[];
  stop(): Promise<void>;
}

type Stored = Record<string, unknown> & { id: string };

export async function startFakeKaravan({ token }: { token: string }): Promise<FakeKaravan> {
  const taken = new Map<string, unknown[]>();
  const positions: string[] = [];
  const stored = new Map<string, Stored[]>();
  const listOf = (path: string) => stored.get(path) ?? stored.set(path, []).get(path) ?? [];
  let lastId = 0;
  const newId = () => {
    lastId += 1;
    return `00000000-0000-4000-8000-${String(lastId).padStart(12, '0')}`;
  };
  const take = (path: string, body: unknown) => taken.set(path, [...(taken.get(path) ?? []), body]);
  const save = (path: string, item: Record<string, unknown>, same: (one: Stored) => boolean = () => false): Stored => {
    const present = listOf(path).find(same);
    if (present) return present;
    const saved = { id: newId(), ...item };
    listOf(path).push(saved);
    return saved;
  };

  const app = express();
  app.get('/api/v1/ingest/osmand', (request, response) => {
    positions.push(request.url.replace(/^[^?]*\?/, ''));
    response.end();
  });
  app.use((request, response, next) => {
    if (request.headers.authorization === `Bearer ${token}`) return next();
    response.status(401).json({ title: 'Not signed in' });
  });
  const list = (path: string) =>
    app.get(`/api/v1${path}`, (_request, response) => void response.json({ items: listOf(path), nextCursor: null }));
  for (const path of ['/companies', '/sites', '/shipments']) list(path);
  app.get(
    '/api/v1/reports',
    (_request, response) => void response.json({ items: listOf('/reports').slice(-1), nextCursor: null }),
  );
  app.get('/api/v1/shipments/:id', (request, response) => {
    response.json(listOf('/shipments').find(({ id }) => id === request.params.id));
  });

  app.post('/api/v1/reports', express.raw({ type: () => true, limit: '5mb' }), (request, response) => {
    const form = (request.body as Buffer).toString('latin1');
    const [, stamp = ''] = /filename="dislocation-(\d{12})\.xlsx"/.exec(form) ?? [];
    take('/reports', stamp);
    const reportedAt = stamp.replace(/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:00.000Z');
    response.status(201).json(summary(save('/reports', reportItem(newId(), reportedAt))));
  });
  app.use(express.json());
  const made = (path: string, body: { safeParse(value: unknown): { success: boolean } }, reply: (request: Request) => Stored) =>
    app.post(`/api/v1${path}`, (request: Request, response: Response) => {
      if (!body.safeParse(request.body).success) return void response.status(400).json({ title: 'Bad input', path });
      take(path, request.body);
      response.status(201).json(reply(request));
    });
  made('/companies', ENDPOINTS.createCompany.body, ({ body }) => save('/companies', { kind: 'customer', okpo: null, ...body }));
  made('/sites', ENDPOINTS.createSite.body, ({ body }) => save('/sites', { customerId: null, ...body }));
  made('/vehicles', ENDPOINTS.createVehicle.body, ({ body }) => {
    const { plate, name, carrier } = body as Record<string, unknown>;
    return save('/vehicles', { plate, name, carrier }, (one) => one.plate === plate);
  });
  made('/devices', ENDPOINTS.createDevice.body, ({ body }) => {
    const device = { quarantined: false, plate: null, lastFixedAt: null, ...body };
    return save('/devices', device, (one) => one.uniqueId === body.uniqueId);
  });
  app.get('/api/v1/network', (_request, response) => {
    response.json({ warehouses: [], lanes: [], services: [], ...listOf('/network')[0], version: listOf('/network').length });
  });
  made('/network', ENDPOINTS.saveNetwork.body, ({ body }) => save('/network', { version: 1, ...body }));
  made('/network/items', ENDPOINTS.saveItems.body, ({ body }) => ({ id: '', saved: body.items.length }));
  made('/network/stock', ENDPOINTS.saveStock.body, ({ body }) => ({ id: '', saved: body.rows.length }));
  app.get('/api/v1/network/road', (_request, response) => {
    const saved = listOf('/network/road');
    response.json({ plants: [], sites: [], ways: [], vehicles: [], ...saved[0], version: saved.length });
  });
  made('/network/road', ENDPOINTS.saveRoadNetwork.body, ({ body }) => save('/network/road', { version: 1, ...body }));
  app.get('/api/v1/plans', (_request, response) => {
    response.json({ items: listOf('/plans').map(planItem), nextCursor: null });
  });
  made('/plans', ENDPOINTS.createPlan.body, ({ body }) => save('/plans', { revision: 1, ...body }));
  for (const what of ['solve', 'publish'])
    app.post(`/api/v1/plans/:id/${what}`, ({ params, body }, response) => {
      take(`/plans/${what}`, body);
      response.json({ id: params.id, revision: Number(body.revision) + 1 });
    });
  made('/shipments', ENDPOINTS.createShipment.body, ({ body }) => save('/shipments', shipmentOf(body)));

  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    positions,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NO_ROWS = { total: 0, accepted: 0, rejected: 0, duplicate: 0, stale: 0 };

function reportItem(id: string, reportedAt: string): Stored {
  return {
    id,
    sha256: '',
    status: 'ingested',
    source: 'upload',
    fileName: null,
    sizeBytes: 1,
    receivedAt: reportedAt,
    format: 'account-xlsx',
    reportedAt,
    rows: NO_ROWS,
    problem: null,
  };
}

const planItem = ({ id, order }: Stored) => ({
  id,
  name: id,
  status: 'draft',
  revision: 1,
  customer: null,
  orderNumber: (order as { orderNumber: string }).orderNumber,
  askedBy: null,
  from: '2026-11-23',
  to: '2026-11-27',
  demandKg: 0,
  unmetKg: 0,
  tripsCount: 0,
  outages: 0,
  changes: 0,
  updatedAt: '2026-11-22T06:00:00Z',
});

const summary = ({ status: _, ...report }: Stored) => ({ ...report, issues: [] });

interface SentShipment {
  orderNumber: string;
  massKg: number;
  legs: { mode: string; trips?: { plate: string; massKg: number; loadFrom: string }[] }[];
}

function shipmentOf({ orderNumber, massKg, legs }: SentShipment): Record<string, unknown> {
  const place = { name: 'somewhere' };
  const unitOf = (trip: { plate: string; massKg: number; loadFrom: string }, leg: number) => ({
    id: trip.plate,
    leg,
    mode: 'road',
    assetId: `truck:${trip.plate}`,
    label: trip.plate,
    massKg: trip.massKg,
    status: 'planned',
    loadFrom: trip.loadFrom,
  });
  return {
    number: orderNumber,
    orderNumber,
    revision: 1,
    status: 'planned',
    customer: { id: 'c', name: 'c' },
    product: 'p',
    origin: place,
    destination: place,
    orderedKg: massKg,
    deliveredKg: 0,
    movingKg: 0,
    atStationKg: 0,
    plannedKg: massKg,
    wagons: [],
    vehicles: [],
    late: null,
    createdAt: '2026-11-22T06:00:00Z',
    legs: legs.map(({ mode, trips }, leg) => ({ mode, units: (trips ?? []).map((trip) => unitOf(trip, leg)) })),
    sentence: '',
  };
}
