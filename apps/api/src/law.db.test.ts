import type { LawChangeReply, LawItem, TrialsReply } from '@karavan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

type Who = { authorization: string };
let karavan: TestKaravan;
let admin: Who;
let dispatcher: Who;

const at = (path: string) => `/api/v1${path}`;
const get = (path: string, who: Who = dispatcher) => karavan.http.get(at(path)).set(who);
const post = (path: string, body: object = {}, who: Who = admin) => karavan.http.post(at(path)).set(who).send(body);
const patch = (id: string, body: object, query = '') =>
  karavan.http
    .patch(at(`/law/${encodeURIComponent(id)}${query}`))
    .set(admin)
    .send(body);
const law = async (query = '', who: Who = dispatcher): Promise<LawItem[]> =>
  (await get(`/law${query}`, who).expect(200)).body.items;
const find = (items: readonly LawItem[], id: string): LawItem => {
  const item = items.find((one) => one.id === id);
  if (item === undefined) throw new Error(`no item ${id}`);
  return item;
};

/** Volvo + tilt: five axles, the gross of 40 t binds at 25.9 t on a road of 11.5 t. */
const FIVE_AXLES = {
  vehicle: { type: 'tractor_semitrailer', tractor: 'volvo-fh-4x2', trailer: 'tilt-13.6' },
  placement: { kind: 'point', xM: 6.81 },
  ruleSet: 'RU',
  roadClasses: ['11.5'],
};
const largest = async (more: object = {}, who: Who = dispatcher) =>
  (await post('/plan/max-payload', { ...FIVE_AXLES, ...more }, who).expect(200)).body['11.5'];

const TODAY = '2026-11-20T20:30:00Z'; // 23:30 in Moscow
const GROSS = 'PP2060:gross:combination:5';
const ACT = {
  kind: 'season',
  values: {
    regions: ['Тверская область'],
    roads: 'regional',
    kind: 'spring',
    from: '2027-04-01',
    to: '2027-04-30',
    status: 'inForce',
    limits: [{ axleKg: { single: 6000, tandem: 6000, tridem: 6000 } }],
    exemptCargo: ['food', 'битум'],
  },
  source: 'order 12 of 1 March 2027',
};

beforeAll(async () => {
  karavan = await startTestKaravan();
  karavan.setNow(TODAY);
  admin = await karavan.as('admin');
  dispatcher = await karavan.as('dispatcher');
});
afterAll(() => karavan.close());

describe('the law as it ships', () => {
  test('every row has its source, its days and its state; what was not read is unconfirmed', async () => {
    const items = await law();
    expect(items.length).toBeGreaterThan(100);
    expect(find(items, 'PP2060:axle')).toMatchObject({
      rule: 'PP2060/axle',
      regime: 'RU',
      edition: 'PP2060',
      version: 0,
      confidence: 'high',
      status: 'confirmed',
      confirmedBy: null,
      state: 'inForce',
      validFrom: '2024-03-01',
      validTo: '2030-03-01',
    });
    expect(find(items, 'PP2060:group:3:1.3-1.8')).toMatchObject({ status: 'unconfirmed', what: '3 axles, 1.3 to 1.8 m' });
    expect(find(items, 'PP2200:axle').state).toBe('ended');
    expect((await law('?regime=US_federal')).every(({ regime }) => regime === 'US_federal')).toBe(true);
    expect(find(await law('?on=2022-05-05'), 'PP2200:axle').state).toBe('inForce');
    await get('/law?on=2026-02-30').expect(400);
  });

  test('a check that rests on an unconfirmed row says so, and no longer when an admin has confirmed it', async () => {
    const tridem = async () => {
      const request = { ...FIVE_AXLES, stages: [{ name: 'a', loads: [] }] };
      const reply = await post('/plan/axle-loads', request, dispatcher).expect(200);
      const checks: { rule: string; unconfirmed?: true }[] = reply.body.stages[0].verdicts['11.5'].checks;
      return checks.find(({ rule }) => rule === 'PP2060/group/3/1.3-1.8');
    };
    expect(await tridem()).toMatchObject({ unconfirmed: true });
    const id = encodeURIComponent('PP2060:group:3:1.3-1.8');
    const confirmed = await post(`/law/${id}/confirm`, { note: 'publication.pravo.gov.ru' }).expect(200);
    expect(confirmed.body).toMatchObject({ status: 'confirmed', confirmedBy: 'admin@test.example', version: 1 });
    expect(confirmed.body.history.map(({ version }: { version: number }) => version)).toEqual([1, 0]);
    expect(await tridem()).not.toHaveProperty('unconfirmed');
    const again = await post(`/law/${id}/confirm`).expect(200);
    expect(again.body).toMatchObject({ version: 1, confirmedAt: confirmed.body.confirmedAt });
    await post(`/law/${id}/withdraw`, {}).expect(200);
    expect(await tridem()).toMatchObject({ unconfirmed: true });
  });
});

describe('a change', () => {
  const heavier = { values: { of: 'combination', axles: 5, limitKg: 42_000 }, validFrom: '2026-11-21', source: 'resolution 1' };

  test('a dry run tells which examples change their verdict, and saves nothing', async () => {
    const dry: LawChangeReply = (await patch(GROSS, heavier, '?dryRun=true').expect(200)).body;
    expect(dry.saved).toBe(false);
    expect(dry.tried).toBeGreaterThan(30);
    const volvo = dry.trials.find(({ name }) => name.startsWith('volvo-fh-4x2 + tilt-13.6'));
    // two tonnes more gross; by law alone the bogie of three binds next: (24 000 - 5000) 7.65 / 5.21 = 27 898
    expect(volvo?.now?.['11.5']).toMatchObject({ maxPayloadKg: 25_900, boundBy: 'gross' });
    expect(volvo?.after?.['11.5']?.maxPayloadKg).toBeGreaterThan(27_000);
    expect(dry.trials.every(({ changes }) => changes)).toBe(true);
    expect(find(await law(), GROSS)).toMatchObject({ version: 0, history: [{ version: 0 }] });
  });

  test('from its first day the planner follows it, before it does not; what it was stays', async () => {
    const saved: LawChangeReply = (await patch(GROSS, heavier).expect(200)).body;
    expect(saved).toMatchObject({ saved: true, item: { id: GROSS, version: 0, state: 'inForce' } });
    expect(saved.item.history.map(({ version }) => version)).toEqual([1, 0]);
    expect(find(await law('?on=2026-11-21'), GROSS)).toMatchObject({
      version: 1,
      values: { limitKg: 42_000 },
      status: 'unconfirmed',
      editedBy: 'admin@test.example',
    });
    expect((await largest()).maxPayloadKg).toBe(25_900);
    expect((await largest({ on: '2026-11-20' })).maxPayloadKg).toBe(25_900);
    const then = await largest({ on: '2026-11-21' });
    expect(then.maxPayloadKg).toBeGreaterThan(27_000);
    karavan.setNow('2026-11-20T21:30:00Z'); // in Moscow it is the next day: a question without a day is of today
    expect((await largest()).maxPayloadKg).toBe(then.maxPayloadKg);
    karavan.setNow(TODAY);
    const rules = await get('/plan/rules').expect(200);
    expect(rules.body.ruleSets.filter(({ name }: { name: string }) => name === 'RU')).toHaveLength(3);
    const trail = (await get('/audit', admin).expect(200)).body.items;
    expect(trail[0]).toMatchObject({ action: 'law item changed', subject: GROSS });
  });

  test('of two that looked at the same version the second is told', async () => {
    const reply = await patch(GROSS, { ...heavier, ifVersion: 0 }).expect(409);
    expect(reply.body.errors[0].path).toBe('ifVersion');
  });

  test('withdrawn, it no longer counts, and is still told', async () => {
    const id = encodeURIComponent(GROSS);
    const dry = await post(`/law/${id}/withdraw?dryRun=true`).expect(200);
    expect(dry.body).toMatchObject({ saved: false, item: { version: 0 } });
    expect(dry.body.trials.length).toBeGreaterThan(0);
    expect((await largest({ on: '2026-11-21' })).maxPayloadKg).toBeGreaterThan(27_000);
    await post(`/law/${id}/withdraw`).expect(200);
    expect((await largest({ on: '2026-11-21' })).maxPayloadKg).toBe(25_900);
    const item = find(await law('?on=2026-11-21'), GROSS);
    expect(item).toMatchObject({ version: 0, history: [{ version: 1, withdrawnBy: 'admin@test.example' }, { version: 0 }] });
    await post(`/law/${id}/withdraw`).expect(409); // what ships is ended, not withdrawn
    await post(`/law/${encodeURIComponent('no:such')}/confirm`).expect(404);
  });

  test('bad input names the field', async () => {
    const wrong = async (id: string, body: object) =>
      (await patch(id, body).expect(400)).body.errors.map(({ path }: { path: string }) => path);
    const band = { ...find(await law(), 'PP2060:group:2:1.3-1.8').values, band: { loM: 1.2, hiM: 1.8, closed: 'hi' } };
    expect(await wrong(GROSS, { values: { of: 'combination', axles: 5, limitKg: 0 } })).toEqual(['values.limitKg']);
    expect(await wrong(GROSS, { validFrom: '2027-02-01', validTo: '2027-01-01' })).toEqual(['validTo']);
    expect(await wrong(GROSS, { validFrom: '2031-01-01', validTo: null })).toEqual(['validFrom']);
    expect(await wrong('PP2060:group:2:1.3-1.8', { values: band })).toContain('values.band.loM');
    expect(await wrong('season:samara-2026-spring', { validFrom: '2026-04-02' })).toEqual(['validFrom']);
    const missing = await post('/law', { ...ACT, values: { ...ACT.values, from: null } }).expect(400);
    expect(missing.body.errors[0].path).toBe('values.from');
    const backwards = await post('/law', { ...ACT, values: { ...ACT.values, to: '2027-03-01' } }).expect(400);
    expect(backwards.body.errors[0].path).toBe('values.to');
    const noSource = await post('/law', { ...ACT, source: '' }).expect(400);
    expect(noSource.body.errors[0].path).toBe('source');
  });
});

describe('a seasonal act', () => {
  test('added, it binds in its region on its days; ended, it does no more', async () => {
    const tver = { on: '2027-04-15', region: 'Тверская обл.' };
    expect((await largest(tver)).maxPayloadKg).toBe(25_900);
    const added: LawChangeReply = (await post('/law', ACT).expect(201)).body;
    expect(added.item).toMatchObject({
      kind: 'season',
      state: 'notYet',
      version: 1,
      status: 'unconfirmed',
      validTo: '2027-04-30',
    });
    // 6 t on the drive axle leaves 9056 kg at 6.81 m (road facts 2.3)
    expect(await largest(tver)).toMatchObject({ maxPayloadKg: 9056, boundBy: 'axle 2', unconfirmed: true });
    const request = {
      ...FIVE_AXLES,
      ...tver,
      cargo: 'битум дорожный',
      stages: [{ name: 'a', loads: [{ massKg: 20_000, xM: 6.81 }] }],
    };
    const exempt = await post('/plan/axle-loads', request, dispatcher).expect(200);
    expect(exempt.body).toMatchObject({ ok: true, seasonalActs: [expect.stringMatching(/^own-/)] });
    await patch(added.item.id, { ends: '2027-04-14' }).expect(200);
    expect((await largest(tver)).maxPayloadKg).toBe(25_900);
    expect((await largest({ ...tver, on: '2027-04-14' })).maxPayloadKg).toBe(9056);
    await post(`/law/${encodeURIComponent(added.item.id)}/withdraw`).expect(200);
    expect((await largest(tver)).maxPayloadKg).toBe(9056); // the version before it holds to the 30th again
  });

  test('one that ships is edited the same way', async () => {
    const id = 'season:samara-2026-spring';
    const values = { ...find(await law(), id).values, from: '2026-04-05', to: '2026-05-04' };
    await patch(id, { values, source: 'order 5', confirmed: true }).expect(200);
    const samara = { region: 'Самарская область' };
    expect((await largest({ ...samara, on: '2026-04-02' })).maxPayloadKg).toBe(25_900);
    expect((await largest({ ...samara, on: '2026-05-03' })).boundBy).toBe('axle 2');
  });
});

describe('saved examples', () => {
  test('are saved as computed or as stated, run, and deleted', async () => {
    const computed = await post('/law/trials', { name: 'five axles', plan: 'max-payload', request: FIVE_AXLES }).expect(201);
    expect(computed.body).toMatchObject({
      stated: false,
      shipped: false,
      expected: { '11.5': { maxPayloadKg: 25_900, ok: true } },
    });
    const stated = { name: 'hope', plan: 'max-payload', request: FIVE_AXLES, expected: { '11.5': { maxPayloadKg: 27_000 } } };
    const hope = await post('/law/trials', stated).expect(201);
    const listed = (await get('/law/trials').expect(200)).body.items;
    expect(listed.map(({ name }: { name: string }) => name).slice(0, 2)).toEqual(['five axles', 'hope']);
    const run: TrialsReply = (await post('/law/trials/run', {}, dispatcher).expect(200)).body;
    expect(run).toMatchObject({ on: '2026-11-20', changed: 0, unexpected: 1 });
    expect(run.results.find(({ id }) => id === hope.body.id)?.differs).toEqual([
      { key: '11.5', field: 'maxPayloadKg', expected: 27_000, actual: 25_900 },
    ]);
    const proposed = { itemId: GROSS, change: { values: { of: 'combination', axles: 5, limitKg: 38_000 } } };
    const then: TrialsReply = (await post('/law/trials/run', { proposed }, dispatcher).expect(200)).body;
    expect(then.results.find(({ id }) => id === computed.body.id)).toMatchObject({
      changes: true,
      after: { '11.5': { maxPayloadKg: 23_900, boundBy: 'gross' } },
    });
    expect((await largest()).maxPayloadKg).toBe(25_900);
    await karavan.http
      .delete(at(`/law/trials/${hope.body.id}`))
      .set(admin)
      .expect(200);
    await karavan.http
      .delete(at(`/law/trials/${hope.body.id}`))
      .set(admin)
      .expect(404);
    await karavan.http.delete(at('/law/trials/shipped-e1-0')).set(admin).expect(404);
  });

  test('one that cannot be judged is refused by its field', async () => {
    const request = { ...FIVE_AXLES, placement: { kind: 'point', xM: 40 } };
    const reply = await post('/law/trials', { name: 'off the deck', plan: 'max-payload', request }).expect(400);
    expect(reply.body.errors[0].path).toBe('request.placement.xM');
    const unknown = await post('/law/trials', { name: 'x', plan: 'max-payload', request: { ...FIVE_AXLES, ruleSet: 'UK' } });
    expect(unknown.body.errors[0].path).toBe('request.ruleSet');
  });
});

describe('whose law it is', () => {
  test('dispatchers and managers read, only admins change, customers see nothing', async () => {
    const manager = await karavan.as('manager');
    const customer = await karavan.as('customer');
    await law('', manager);
    const id = encodeURIComponent(GROSS);
    for (const who of [dispatcher, manager]) {
      await post('/law', ACT, who).expect(403);
      await post('/law?dryRun=true', ACT, who).expect(403);
      await karavan.http
        .patch(at(`/law/${id}`))
        .set(who)
        .send({})
        .expect(403);
      await post(`/law/${id}/confirm`, {}, who).expect(403);
      await post(`/law/${id}/withdraw`, {}, who).expect(403);
      await post('/law/trials', {}, who).expect(403);
    }
    await get('/law', customer).expect(403);
    await post('/law/trials/run', {}, customer).expect(403);
  });

  test('another company has the law as it ships, and none of our examples', async () => {
    const other = await addOperator(karavan, 'Rival');
    const theirs = { authorization: other.authorization };
    const items = await law('', theirs);
    expect(items.every(({ history }) => history.length === 1)).toBe(true);
    expect(items.filter(({ kind }) => kind === 'season').every(({ version }) => version === 0)).toBe(true);
    const trials = (await get('/law/trials', theirs).expect(200)).body.items;
    expect(trials.every(({ shipped }: { shipped: boolean }) => shipped)).toBe(true);
    const samara = await largest({ region: 'Самарская область', on: '2026-04-02' }, theirs);
    expect(samara.boundBy).toBe('axle 2');
  });
});
