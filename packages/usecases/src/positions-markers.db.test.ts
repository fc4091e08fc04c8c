import type { DevicePosition } from '@karavan/contracts';
import { type Database, devices, vehicles } from '@karavan/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import type { Deps } from './deps.ts';
import { createPositionsIntake } from './positions-intake.ts';
import { catchUpMarkers, flushMarkers, waitingMarkersOf } from './positions-markers.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

const BEGAN = Date.now() - 3_600_000;
/** more than a rush */
const MANY = 160;
const ROUNDS = 5;

const fix = (uniqueId: string, minute: number): DevicePosition => ({
  uniqueId,
  fixedAt: new Date(BEGAN + minute * 60_000).toISOString(),
  lat: 55 + minute / 1_000,
  lon: 37,
  speedKmh: 60,
  courseDeg: 0,
  valid: true,
  attributes: {},
});

/** A process of its own, that remembers nothing of the others; its writes of waiting markers can be seen and kept from happening. */
function process(options: { writes: boolean }): Deps & { written: () => number; announced: () => number } {
  let written = 0;
  let announced = 0;
  const systemOnce: Database['systemOnce'] = (work) =>
    karavan.db.systemOnce((tx) =>
      work({
        many: tx.many,
        one: (sql, values) => {
          if (!sql.includes('karavan_follow_devices')) return tx.one(sql, values);
          if (!options.writes) return Promise.reject(new Error('the process has ended'));
          written += 1;
          return tx.one(sql, values);
        },
      }),
    );
  return {
    ...karavan.deps,
    db: { ...karavan.db, systemOnce },
    announce: () => {
      announced += 1;
    },
    written: () => written,
    announced: () => announced,
  };
}

async function addDevices(prefix: string): Promise<string[]> {
  const rows = await karavan.db.systemOnce((tx) =>
    tx.many<{ id: string }>(
      `INSERT INTO devices (unique_id, company_id, protocol, quarantined) SELECT $1 || n, $2, 'wialon', false FROM generate_series(1, $3) n
       RETURNING unique_id AS id`,
      [prefix, karavan.companyId, MANY],
    ),
  );
  return rows.map(({ id }) => id);
}

async function drive(deps: Deps, ids: readonly string[], from = 0): Promise<void> {
  const intake = createPositionsIntake(deps, 'wialon');
  for (let minute = from; minute < from + ROUNDS; minute += 1) await Promise.all(ids.map((id) => intake.take(fix(id, minute))));
}

/** Where markers are, in minutes, and how many of them are there. */
const minutesOf = (prefix: string) =>
  karavan.db.systemOnce((tx) =>
    tx.many<{ minute: number; markers: number }>(
      `SELECT round((a.lat - 55) * 1000)::int AS minute, count(*)::int AS markers FROM assets a
       WHERE a.device_id LIKE $1 || '%' AND a.at = timestamptz 'epoch' + ($2 + round((a.lat - 55) * 1000) * 60000) * interval '1 ms' GROUP BY 1 ORDER BY 1`,
      [prefix, BEGAN],
    ),
  );

describe('markers in a rush', () => {
  it('are written after their positions, fewer times, told of afterwards, and the last one is never lost', async () => {
    const deps = process({ writes: true });
    await drive(deps, await addDevices('rush-'));
    await flushMarkers(deps);
    expect(deps.written()).toBeGreaterThan(0);
    expect(deps.written()).toBeLessThan(ROUNDS);
    expect(await minutesOf('rush-')).toEqual([{ minute: ROUNDS - 1, markers: MANY }]);
    const told = deps.announced();
    await flushMarkers(deps); // nothing waits
    expect(deps.announced()).toBe(told);
    expect(told).toBeGreaterThanOrEqual(deps.written());
  });

  it('are found by whoever starts next where their process ended before it wrote them', async () => {
    const options = { writes: false };
    const ended = process(options);
    await drive(ended, await addDevices('ended-'));
    await expect(flushMarkers(ended)).rejects.toThrow('the process has ended');
    expect((await minutesOf('ended-'))[0]?.minute).toBeLessThan(ROUNDS - 1); // all of it is acknowledged, and a marker is behind
    const next = process({ writes: true });
    await catchUpMarkers(next);
    await flushMarkers(next);
    expect(await minutesOf('ended-')).toEqual([{ minute: ROUNDS - 1, markers: MANY }]);
    options.writes = true;
    await flushMarkers(ended); // what it still holds is no newer
    expect(await minutesOf('ended-')).toEqual([{ minute: ROUNDS - 1, markers: MANY }]);
  });

  it('stay where they are while the database is away, and are written when it is there again', async () => {
    const options = { writes: false };
    const deps = process(options);
    const ids = await addDevices('away-');
    await drive(deps, ids);
    await expect(flushMarkers(deps)).rejects.toThrow();
    await drive(deps, ids, ROUNDS);
    options.writes = true;
    await flushMarkers(deps);
    expect(await minutesOf('away-')).toEqual([{ minute: 2 * ROUNDS - 1, markers: MANY }]);
  });
});

describe('a marker that waited', () => {
  const waits = (deps: Deps, deviceId: string, vehicleId: string) =>
    waitingMarkersOf(deps).put(karavan.companyId, [
      {
        ...{ id: `truck:${vehicleId}`, kind: 'truck', label: 'А001АА77', deviceId, source: 'wialon', status: 'moving' },
        ...{ lat: 56, lon: 38, atMs: BEGAN, speedKmh: 50, courseDeg: null, accuracyM: null },
      },
    ]);
  const latOf = async (vehicleId: string) => {
    const row = await karavan.db.systemOnce((tx) =>
      tx.one<{ lat: number }>('SELECT lat FROM assets WHERE id = $1', [`truck:${vehicleId}`]),
    );
    return row?.lat;
  };
  async function truck(plate: string, uniqueId: string): Promise<string> {
    const { vehicle } = await karavan.db.scoped({ companyId: karavan.companyId, customerId: null }, (tx) =>
      vehicles.saveVehicle(tx, karavan.companyId, { plate }),
    );
    await karavan.db.system((tx) => devices.adoptDevice(tx, { companyId: karavan.companyId, uniqueId, vehicleId: vehicle.id }));
    return vehicle.id;
  }

  it('is made where it is not there, and stays away where its device left the truck or is not the only one any more', async () => {
    const deps = process({ writes: true });
    const own = await truck('А401АА77', 'waits-own');
    const left = await truck('А402АА77', 'waits-left');
    await truck('А403АА77', 'waits-left');
    const shared = await truck('А404АА77', 'waits-shared');
    await truck('А404АА77', 'waits-second');
    waits(deps, 'waits-own', own);
    waits(deps, 'waits-left', left);
    waits(deps, 'waits-shared', shared);
    await flushMarkers(deps);
    expect(await Promise.all([own, left, shared].map(latOf))).toEqual([56, undefined, undefined]);
  });
});
