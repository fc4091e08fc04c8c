import type { Actor } from '@karavan/contracts';
import { assets } from '@karavan/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { getFleetAt } from './fleet-at.ts';
import { ingestPositions } from './positions-ingest.ts';
import { getShipmentTrack } from './shipment-read.ts';
import { getTruckHistory } from './truck-history.ts';
import { findCargo } from './where.ts';

const ROUNDS = 6;
const PLATES = ['К001КК77', 'К002КК77', 'К003КК77'];
const UNITS_EACH = 3;
const NOW = Date.now();
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();
/** a place every twenty minutes of the last ten hours, at odd seconds so that no window ends on one */
const FIXES = Array.from({ length: 30 }, (_, n) => 600 - n * 20 - 0.37);

let karavan: TestKaravan;
let trucks: { plate: string; assetId: string }[];
let shipmentIds: string[];
beforeAll(async () => {
  karavan = await startTestKaravan();
  const dispatcher = await karavan.as('dispatcher');
  const post = async (path: string, body: object) =>
    (await karavan.http.post(`/api/v1${path}`).set(dispatcher).send(body).expect(201)).body;
  trucks = [];
  shipmentIds = [];
  for (const [index, plate] of PLATES.entries()) {
    const vehicle = await post('/vehicles', { plate });
    await post('/devices', { uniqueId: plate, vehicleId: vehicle.id });
    trucks.push({ plate, assetId: `truck:${vehicle.id}` });
    for (let n = 0; n < UNITS_EACH; n += 1) {
      const made = await post('/shipments', {
        ...{ customerId: karavan.customers[n % 2], product: 'Цемент', massKg: 20_000 },
        ...{ origin: { name: 'A', lat: 10, lon: 10 }, destination: { name: 'B', lat: 20, lon: 20 } },
        legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom: new Date(NOW + 900 * 3_600_000).toISOString() }] }],
      });
      shipmentIds.push(made.id);
    }
    await ingestPositions(
      karavan.deps,
      FIXES.map((minutes, n) => ({
        position: {
          ...{
            uniqueId: plate,
            fixedAt: ago(minutes),
            lat: 55 + n * 0.05,
            lon: 37 + index,
            speedKmh: 40,
            courseDeg: 0,
            valid: true,
          },
          attributes: {},
        },
        receivedAt: new Date(NOW),
      })),
      'wialon',
    );
  }
});
afterAll(() => karavan.close());

/** What the contract says of one trip: whose, on which truck, whether a fact ties it to the truck, and from when to when it may be seen. */
interface Trip {
  id: string;
  shipmentId: string;
  customerId: string;
  assetId: string;
  status: 'planned' | 'moving' | 'delivered';
  came: boolean;
  fromAgo: number;
  untilAgo: number | null;
}

function generator(seed: number): (below: number) => number {
  let state = seed * 48_271 + 11;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** Trips that overlap, end in the past, in the future or not at all, were planned only, or were handed from truck to truck. */
async function shuffleWorld(seed: number): Promise<Trip[]> {
  const draw = generator(seed);
  const rows = await karavan.db.system((tx) =>
    tx.many<{ id: string; shipmentId: string; customerId: string }>(
      'SELECT id, shipment_id AS "shipmentId", customer_id AS "customerId" FROM shipment_units ORDER BY id',
    ),
  );
  const trips = rows.map((row): Trip => {
    const status = (['planned', 'moving', 'delivered', 'delivered'] as const)[draw(4)] ?? 'planned';
    const fromAgo = draw(620) - 20;
    const untilAgo = status === 'moving' && draw(3) > 0 ? null : fromAgo - 1 - draw(300);
    return {
      ...row,
      assetId: trucks[draw(trucks.length)]?.assetId ?? '',
      status,
      came: status !== 'planned' || draw(2) === 0,
      fromAgo,
      untilAgo,
    };
  });
  for (const { id, assetId, status, came, fromAgo, untilAgo } of trips) {
    const plate = trucks.find((one) => one.assetId === assetId)?.plate;
    await karavan.db.system((tx) =>
      tx.one(
        `UPDATE shipment_units SET asset_id = $2, status = $3, visible_from = $4, visible_until = $5, data = (data - 'seenAt') || $6::jsonb,
           label_key = (SELECT plate_key FROM vehicles WHERE plate = $7) WHERE id = $1`,
        [
          id,
          assetId,
          status,
          ago(fromAgo),
          untilAgo === null ? null : ago(untilAgo),
          JSON.stringify({ assetId, label: plate, status, ...(came ? { seenAt: ago(fromAgo) } : {}) }),
          plate,
        ],
      ),
    );
  }
  return trips;
}

/** Contract, sections 2 to 4: a truck is a customer's from the gate of the plant to the end of the grace, and nothing of it else. */
const mayKnow = (trips: readonly Trip[], who: { customerId: string; assetId: string; minutesAgo: number }): boolean =>
  trips.some(
    ({ customerId, assetId, came, fromAgo, untilAgo }) =>
      customerId === who.customerId &&
      assetId === who.assetId &&
      came &&
      who.minutesAgo <= fromAgo &&
      (untilAgo === null || who.minutesAgo >= untilAgo),
  );

it('a customer sees of every truck what the contract says he may: way, sums, replay, live, search and track', async () => {
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const trips = await shuffleWorld(seed);
    for (const customerId of karavan.customers) {
      const actor = {
        companyId: karavan.companyId,
        customerId,
        userId: null,
        name: 'Test',
        role: 'customer',
      } as unknown as Actor;
      const sees = (assetId: string, minutesAgo: number) => mayKnow(trips, { customerId, assetId, minutesAgo });
      const live = await karavan.db.scoped({ companyId: karavan.companyId, customerId }, (tx) =>
        assets.listAssets(tx, { filter: { ids: trucks.map(({ assetId }) => assetId) } }),
      );
      for (const { plate, assetId } of trucks) {
        const about = { seed, customerId, plate };
        const expected = FIXES.filter((minutes) => sees(assetId, minutes));
        const query = { from: ago(720), to: ago(0) };
        const history = await getTruckHistory(karavan.deps, { actor, name: plate, query }).catch(() => undefined);
        const seconds = (minutes: number) => Date.parse(ago(minutes)) / 1000;
        expect({ ...about, at: (history?.points ?? []).map(([at]) => at) }).toEqual({ ...about, at: expected.map(seconds) });
        expect({ ...about, shown: history?.counts.shown ?? 0, aside: history?.counts.aside ?? {} }).toEqual({
          ...about,
          shown: expected.length,
          aside: {},
        });
        // now: the truck itself, where its newest place lies in the window that is open
        const newest = FIXES.at(-1) ?? 0;
        const isLive = trips.some(
          (trip) =>
            trip.customerId === customerId &&
            trip.assetId === assetId &&
            trip.came &&
            trip.fromAgo >= newest &&
            (trip.untilAgo === null || trip.untilAgo < 0),
        );
        expect({ ...about, live: live.some(({ id }) => id === assetId) }).toEqual({ ...about, live: isLive });
        const { answers } = await findCargo(karavan.deps, { actor, query: plate, language: 'en' });
        const found = answers.some(({ kind, position }) => kind === 'truck' && position !== undefined);
        expect({ ...about, found }).toEqual({ ...about, found: isLive });
      }
      for (const minutes of [11, 95, 207, 333, 480]) {
        const { assets: then } = await getFleetAt(karavan.deps, { actor, query: { at: ago(minutes) } });
        for (const { assetId, plate } of trucks) {
          const shown = then.find(({ id }) => id === assetId)?.position;
          const lastFix = FIXES.filter((fix) => fix >= minutes).at(-1) ?? Number.NaN;
          const expected = sees(assetId, minutes) && sees(assetId, lastFix) ? ago(lastFix) : undefined;
          const about = { seed, customerId, plate, minutes };
          if (expected === undefined || shown !== undefined)
            expect({ ...about, at: shown?.at }).toEqual({ ...about, at: expected });
        }
      }
      for (const shipmentId of shipmentIds) {
        const own = trips.filter((trip) => trip.shipmentId === shipmentId);
        const asked = getShipmentTrack(karavan.deps, { scope: { companyId: karavan.companyId, customerId }, id: shipmentId });
        if (own[0]?.customerId !== customerId) await expect(asked).rejects.toThrow();
        else {
          const lats = JSON.stringify(await asked);
          for (const [n, minutes] of FIXES.entries()) {
            const coordinates = trucks.map((_, index) => `[${37 + index},${55 + n * 0.05}`);
            for (const [index, text] of coordinates.entries())
              if (!mayKnow(own, { customerId, assetId: trucks[index]?.assetId ?? '', minutesAgo: minutes }))
                expect(lats).not.toContain(`${text}]`);
          }
        }
      }
    }
  }
}, 120_000);
