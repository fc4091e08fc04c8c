import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { useBench } from './bench.ts';
import { addService, drive, SERVICES, timesOf } from './services.ts';

const bench = useBench();
const storedTimes = async (uniqueId: string) => (await bench.positionsOf(uniqueId)).map(({ at }) => at);
const deviceOf = (uniqueId: string) =>
  bench.karavan.db.system((tx) =>
    tx.one<{ company_id: string; quarantined: boolean; plate: string | null; protocol: string; last_fixed_at: string }>(
      `SELECT d.company_id, d.quarantined, v.plate, d.protocol, d.last_fixed_at FROM devices d
       LEFT JOIN vehicles v ON v.id = d.vehicle_id WHERE unique_id = $1`,
      [uniqueId],
    ),
  );
const addVehicle = async (plate: string) =>
  (await bench.karavan.http.post('/api/v1/vehicles').set(bench.admin).send({ plate }).expect(201)).body as { id: string };

describe.each(SERVICES)('$kind', (service) => {
  const { unitId } = service;

  it("gives every fix once, to the company of the source, as the vehicle's whose plate the unit is called by", async () => {
    await addVehicle('А123ВС56');
    const { server, id, device } = await addService(bench, service);
    const fixes = drive(unitId, { fixes: 30, everyS: 60, agoS: 100 });
    server.units.push({ id: unitId, name: 'MAN a123bc 56, Петров' });
    server.add(...fixes.slice(0, 20));
    expect(await bench.look(id)).toMatchObject({ state: 'ok', lastError: null });
    server.add(...fixes.slice(20));
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    await bench.look(id);
    expect(await storedTimes(device(unitId))).toEqual(timesOf(fixes));
    expect(await deviceOf(device(unitId))).toMatchObject({ company_id: bench.companyId, quarantined: false, plate: 'А123ВС56' });
    expect((await bench.health(id)).newestReportAt).toBe(timesOf(fixes).at(-1));
  });

  it('keeps a unit no plate names as a device of the company, and gives it its vehicle once there is one', async () => {
    const { server, id, device } = await addService(bench, service);
    server.units.push({ id: unitId, name: 'О777ОО77' });
    server.add(...drive(unitId, { fixes: 2, everyS: 60, agoS: 200 }));
    await bench.look(id);
    expect(await deviceOf(device(unitId))).toMatchObject({ company_id: bench.companyId, quarantined: false, plate: null });
    await addVehicle('O777OO77');
    server.add(...drive(unitId, { fixes: 1, everyS: 60, agoS: 30 }));
    await bench.look(id);
    expect(await deviceOf(device(unitId))).toMatchObject({ plate: 'О777ОО77' });
  });

  it('fills the history with what comes in late, and moves no marker back', async () => {
    const { server, id, device } = await addService(bench, service, { settings: { overlapMinutes: 60 } });
    const fixes = drive(unitId, { fixes: 12, everyS: 300, agoS: 400 });
    server.units.push({ id: unitId, name: 'truck' });
    server.add(...fixes.filter((_, index) => index % 2 === 1));
    await bench.look(id);
    const before = await deviceOf(device(unitId));
    server.add(...fixes.filter((_, index) => index % 2 === 0));
    const [newest] = drive(unitId, { fixes: 1, everyS: 60, agoS: 10 });
    if (newest) server.add({ ...newest, lat: 55.03 });
    await bench.look(id);
    const times = await storedTimes(device(unitId));
    expect(times.length).toBe(new Set(times).size);
    expect(times).toEqual(expect.arrayContaining(timesOf(fixes)));
    expect(Date.parse((await deviceOf(device(unitId)))?.last_fixed_at ?? '')).toBeGreaterThan(
      Date.parse(before?.last_fixed_at ?? ''),
    );
  });

  it('loses and doubles nothing when the program ends in the middle of a look', async () => {
    const { server, id, device } = await addService(bench, service);
    const others = ['1', '2', '3'].map((unit) => (service.kind === 'movizor' ? `7900111000${unit}` : unit));
    const all = [unitId, ...others];
    server.units.push(...all.map((unit) => ({ id: unit, name: unit })));
    const fixes = new Map(all.map((unit) => [unit, drive(unit, { fixes: 40, everyS: 120, agoS: 60 })]));
    for (const list of fixes.values()) server.add(...list);
    for (const requests of [2, 3, 4]) {
      const ending = new AbortController();
      const before = server.log.length;
      server.beSlow(15);
      let isOver = false;
      const look = bench.look(id, ending.signal).finally(() => {
        isOver = true; // the looks before have left it little to do
      });
      await eventually('some requests', async () => isOver || server.log.length >= before + requests);
      ending.abort(new Error('the program ends'));
      await look;
    }
    server.beSlow(0);
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    for (const unit of all) expect(await storedTimes(device(unit))).toEqual(timesOf(fixes.get(unit) ?? []));
  });

  it('waits for a service that is busy, and for one that stays so comes back later', async () => {
    const { server, id, device } = await addService(bench, service);
    server.units.push({ id: unitId, name: 'truck' });
    const fixes = drive(unitId, { fixes: 5, everyS: 60, agoS: 60 });
    server.add(...fixes);
    server.beBusy(2);
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    server.beBusy(1000);
    for (let looks = 0; looks < 5; looks += 1) await bench.look(id);
    expect(await bench.health(id)).toMatchObject({ state: 'down', lastErrorCode: 'UNREACHABLE' });
    expect(await bench.told()).toEqual(['sourceDown']);
    server.beBusy(0);
    expect(await bench.look(id)).toMatchObject({ state: 'ok', circuit: 'closed' });
    expect(await bench.told()).toEqual(['sourceDown', 'sourceBack']);
    expect(await storedTimes(device(unitId))).toEqual(timesOf(fixes));
  });

  it('signs in again when the session ends, between two looks and in the middle of one', async () => {
    const { server, id, device } = await addService(bench, service);
    const units = service.kind === 'movizor' ? ['79001110001', '79001110002'] : ['1', '2'];
    server.units.push(...units.map((unit) => ({ id: unit, name: unit })));
    const fixes = new Map(units.map((unit) => [unit, drive(unit, { fixes: 20, everyS: 60, agoS: 400 })]));
    for (const list of fixes.values()) server.add(...list);
    server.endSessionsAfter(3);
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    server.endSessions();
    for (const [unit, list] of fixes) {
      const more = drive(unit, { fixes: 3, everyS: 60, agoS: 10 });
      list.push(...more);
      server.add(...more);
    }
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    for (const unit of units) expect(await storedTimes(device(unit))).toEqual(timesOf(fixes.get(unit) ?? []));
  });

  it('takes nothing from garbage, and is out of order for it', async () => {
    const { server, id, device } = await addService(bench, service);
    server.units.push({ id: unitId, name: 'truck' });
    server.add(...drive(unitId, { fixes: 5, everyS: 60, agoS: 60 }));
    for (const body of ['<html>Maintenance</html>', '{"ok":true}', '', '[1,2', '{"data":[{"id":{}}]}']) {
      server.answerWith(body);
      const { state, lastErrorCode } = await bench.look(id);
      expect([body, state === 'ok', lastErrorCode]).toEqual([body, false, expect.any(String)]);
    }
    expect(await bench.told()).toEqual(['sourceDown']);
    expect(await bench.positionsOf(device(unitId))).toEqual([]);
    server.answerWith(undefined);
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    expect(await bench.positionsOf(device(unitId))).toHaveLength(5);
  });

  it('with a refused password waits a quarter of an hour at least', async () => {
    const { id } = await addService(bench, service, { password: 'wrong' });
    const at = bench.karavan.deps.clock().getTime();
    const { state, nextRunAt, lastErrorCode } = await bench.look(id);
    expect([state, lastErrorCode]).toEqual(['down', 'BAD_LOGIN']);
    expect(Date.parse(nextRunAt ?? '') - at).toBeGreaterThanOrEqual(15 * 60_000);
  });

  it('never touches a device of the same number that comes to us by itself', async () => {
    const { server, id, device } = await addService(bench, service);
    const pushed = `/api/v1/ingest/osmand?id=${unitId}&lat=60&lon=30&timestamp=${Math.floor(Date.now() / 1000)}`;
    await bench.karavan.http.get(pushed).expect(200);
    server.units.push({ id: unitId, name: 'truck' });
    server.add(...drive(unitId, { fixes: 3, everyS: 60, agoS: 60 }));
    await bench.look(id);
    expect((await deviceOf(unitId))?.company_id).toBe(bench.karavan.companyId);
    expect(await storedTimes(device(unitId))).toHaveLength(3);
    expect(await bench.positionsOf(unitId)).toEqual([]);
  });
});

it('traccar by a token has no session to end', async () => {
  const service = SERVICES[2];
  const { server, id, device } = await addService(bench, service, { password: 'tok', settings: { login: '' } });
  server.units.push({ id: '41', name: 'truck' });
  server.add(...drive('41', { fixes: 3, everyS: 60, agoS: 60 }));
  expect(await bench.look(id)).toMatchObject({ state: 'ok' });
  expect(await storedTimes(device('41'))).toHaveLength(3);
  expect(server.log).not.toContain('/api/session');
});
