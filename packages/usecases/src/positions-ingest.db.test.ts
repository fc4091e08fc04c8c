import type { DevicePosition } from '@karavan/contracts';
import { devices, openDatabase, type Tx, vehicles } from '@karavan/store';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { registerDevice } from './devices.ts';
import { ingestPositions } from './positions-ingest.ts';
import { createPositionsTally } from './positions-tally.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

const NOON = Date.parse('2026-08-20T12:00:00Z');
const RECEIVED = new Date('2026-08-20T18:00:00Z');
let count = 0;
function newId(): string {
  count += 1;
  return `tracker-${count}`;
}

/** So many seconds after noon, so many km north of the start. */
const fix = (uniqueId: string, seconds: number, northKm: number, more: Partial<DevicePosition> = {}): DevicePosition => ({
  uniqueId,
  fixedAt: new Date(NOON + seconds * 1000).toISOString(),
  lat: 55 + northKm / 111.195,
  lon: 51.77,
  speedKmh: 60.3,
  courseDeg: 0,
  valid: true,
  attributes: { satellites: 9 },
  ...more,
});
const ingest = (batch: readonly DevicePosition[], deps = karavan.deps) =>
  ingestPositions(
    deps,
    batch.map((position) => ({ position, receivedAt: RECEIVED })),
    'wialon',
  );

interface HistoryRow {
  at: string;
  lat: number;
  filtered: string | null;
  moving: boolean | null;
  step_m: number | null;
}
const historyOf = (uniqueId: string): Promise<HistoryRow[]> =>
  karavan.db.systemOnce((tx) =>
    tx.many('SELECT fixed_at AS at, lat, filtered, moving, step_m FROM positions WHERE device_id = $1 ORDER BY fixed_at, lat', [
      uniqueId,
    ]),
  );
const odometerOf = async (uniqueId: string): Promise<number> => {
  const row = await karavan.db.systemOnce((tx: Tx) =>
    tx.one<{ m: number }>('SELECT odometer_m AS m FROM devices WHERE unique_id = $1', [uniqueId]),
  );
  return row?.m ?? Number.NaN;
};
const markerOf = (assetId: string) =>
  karavan.db.systemOnce((tx) =>
    tx.one<{ lat: number; at: string; device_id: string }>('SELECT lat, at, device_id FROM assets WHERE id = $1', [assetId]),
  );

async function addTruck(plate: string, uniqueIds: readonly string[]): Promise<string> {
  const { vehicle } = await karavan.db.scoped({ companyId: karavan.companyId, customerId: null }, (tx) =>
    vehicles.saveVehicle(tx, karavan.companyId, { plate }),
  );
  for (const uniqueId of uniqueIds)
    await karavan.db.system((tx) => devices.adoptDevice(tx, { companyId: karavan.companyId, uniqueId, vehicleId: vehicle.id }));
  return `truck:${vehicle.id}`;
}

describe('one history', () => {
  /** Rests, moves, jumps, repeated moments and a receiver without a fix. */
  const stream = fc.array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 40 }).map((n) => n * 20),
      northKm: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }).map((n) => n / 10) },
        fc.constantFrom(500, 500.4, 900),
      ),
      speedKmh: fc.constantFrom(null, 0, 5.04, 60.3),
      valid: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 14 },
  );

  it('is the same for a stream that comes in order, permuted, doubled and cut into any batches', async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.infiniteStream(fc.nat()), async (items, numbers) => {
        const [tidy, wild] = [newId(), newId()];
        const make = (id: string) =>
          items.map(({ seconds, northKm, ...more }, index) => fix(id, seconds, northKm, { ...more, attributes: { n: index } }));
        const inOrder = make(tidy).sort((a, b) => a.fixedAt.localeCompare(b.fixedAt));
        await ingest(inOrder);
        const draw = () => numbers.next().value ?? 0;
        const doubled = [...make(wild), ...make(wild).filter(() => draw() % 2 === 0)];
        const mixed = doubled.map((item) => ({ item, key: draw() })).sort((a, b) => a.key - b.key);
        for (let from = 0; from < mixed.length; ) {
          const size = 1 + (draw() % 4);
          await ingest(mixed.slice(from, from + size).map(({ item }) => item));
          from += size;
        }
        const expected = await historyOf(tidy);
        // Two messages of one moment: which is first follows from their content, and that names the device.
        fc.pre(new Set(expected.map(({ at }) => at)).size === expected.length);
        expect(await historyOf(wild)).toEqual(expected);
        expect(await odometerOf(wild)).toBeCloseTo(await odometerOf(tidy), 1);
      }),
      { numRuns: 25 },
    );
  });

  it('judges a late position in its place, and what came after it', async () => {
    const id = newId();
    await ingest([fix(id, 0, 0), fix(id, 120, 9)]); // 270 km/h
    expect((await historyOf(id)).map(({ filtered }) => filtered)).toEqual([null, 'outlier']);
    await ingest([fix(id, -1_900, 0.1), fix(id, -60, 4), fix(id, -30, 4.2)]);
    expect(
      (await historyOf(id)).map(({ filtered, step_m }) => [filtered, step_m === null ? null : Math.round(step_m / 100)]),
    ).toEqual([
      [null, 0],
      [null, 39],
      [null, 2],
      ['outlier', null], // 4.2 km in half a minute
      [null, 48], // 4.8 km in two and a half minutes
    ]);
  });

  it('keeps the marker where it is when a black box comes in late', async () => {
    const id = newId();
    const asset = await addTruck('А001МР56', [id]);
    await ingest([fix(id, 600, 5)]);
    await ingest([fix(id, 300, 2.5), fix(id, 0, 0)]);
    expect((await markerOf(asset))?.at).toBe('2026-08-20T12:10:00.000Z');
  });
});

describe('several sources of one truck', () => {
  it('two trackers 300 m apart that take turns do not pull the marker to and fro', async () => {
    const [front, rear] = [newId(), newId()];
    const asset = await addTruck('А002МР56', [front, rear]);
    const seen: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const way = n * 0.25;
      await ingest([n % 2 === 0 ? fix(front, n * 15, way) : fix(rear, n * 15, way - 0.3)]);
      seen.push((await markerOf(asset))?.lat ?? Number.NaN);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect((await markerOf(asset))?.device_id).toBe(front);
    await ingest([fix(rear, 165 + 301, 9)]); // the front one has been silent for five minutes
    expect((await markerOf(asset))?.device_id).toBe(rear);
  });

  it('a second source that is registered later is weighed from its first message on', async () => {
    const [tracker, phone] = [newId(), newId()];
    const asset = await addTruck('А003МР56', [tracker]);
    await ingest([fix(tracker, 0, 0)]);
    await addTruck('А003МР56', [phone]);
    await ingest([fix(phone, 60, 3, { accuracyM: 2_000 })]);
    expect((await markerOf(asset))?.device_id).toBe(tracker);
    await ingest([fix(tracker, 61, 0.1)]);
    expect((await markerOf(asset))?.at).toBe('2026-08-20T12:01:01.000Z');
  });
});

describe('two processes', () => {
  it('that hear the same devices at once keep everything once, in one history', async () => {
    const other = openDatabase({ url: karavan.databaseUrl, max: 4 });
    try {
      const elsewhere = { ...karavan.deps, db: other, tally: createPositionsTally() };
      const ids = Array.from({ length: 8 }, newId);
      const sent = Array.from({ length: 30 }, (_, n) => ids.map((id) => fix(id, n * 10, n * 0.16)));
      await Promise.all([
        (async () => {
          for (const batch of sent) await ingest(batch);
        })(),
        (async () => {
          for (const batch of sent) await ingest([...batch].reverse(), elsewhere);
        })(),
      ]);
      for (const id of ids) {
        const history = await historyOf(id);
        expect(history).toHaveLength(30);
        expect(history.every(({ filtered }) => filtered === null)).toBe(true);
        expect(await odometerOf(id)).toBeCloseTo(29 * 160, -2);
      }
    } finally {
      await other.close();
    }
  });
});

describe('registration', () => {
  const actor = () => ({
    companyId: karavan.companyId,
    customerId: null,
    role: 'dispatcher' as const,
    userId: null,
    name: 'test',
  });

  it('in the middle of a stream leaves no position behind', async () => {
    const id = newId();
    const { vehicle } = await karavan.db.scoped({ companyId: karavan.companyId, customerId: null }, (tx) =>
      vehicles.saveVehicle(tx, karavan.companyId, { plate: 'А004МР56' }),
    );
    const stream = (async () => {
      for (let n = 0; n < 40; n += 1) await ingest([fix(id, n * 10, n * 0.16)]);
    })();
    await ingest([fix(id, -10, 0)]);
    await registerDevice(karavan.deps, { actor: actor(), device: { uniqueId: id, vehicleId: vehicle.id } });
    await stream;
    const rows = await karavan.db.systemOnce((tx) =>
      tx.many<{ vehicle_id: string | null }>('SELECT vehicle_id FROM positions WHERE device_id = $1', [id]),
    );
    expect(rows).toHaveLength(41);
    expect(new Set(rows.map((row) => row.vehicle_id))).toEqual(new Set([vehicle.id]));
  });

  it('before the first message: what the device speaks is known from that message', async () => {
    const id = newId();
    await registerDevice(karavan.deps, { actor: actor(), device: { uniqueId: id } });
    await ingest([fix(id, 0, 0)]);
    const found = await karavan.db.systemOnce((tx) => devices.findDevice(tx, id));
    expect(found).toMatchObject({ protocol: 'wialon', quarantined: false });
  });

  it('refuses what a source of another company says of a device', async () => {
    const id = newId();
    await ingest([fix(id, 0, 0)]);
    const [verdict] = await ingestPositions(
      karavan.deps,
      [{ position: fix(id, 10, 0.1), receivedAt: RECEIVED, ownerId: karavan.customers[0] }],
      'traccar',
    );
    expect(verdict).toEqual({ filtered: null, refused: true });
    expect(await historyOf(id)).toHaveLength(1);
  });
});
