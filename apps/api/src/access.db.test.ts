import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

describe('who may do what', () => {
  it('refuses a wrong password and an unknown address with the same words', async () => {
    const wrong = await karavan.http.post('/api/v1/auth/login').send({ email: 'admin@test.example', password: 'no' });
    const unknown = await karavan.http.post('/api/v1/auth/login').send({ email: 'nobody@test.example', password: 'no' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.detail).toBe(unknown.body.detail);
    expect(wrong.type).toBe('application/problem+json');
  });

  it('slows guessing at one account down, from however many addresses it comes', async () => {
    const guess = (turn: number) =>
      karavan.http
        .post('/api/v1/auth/login')
        .set('x-forwarded-for', `203.0.113.${turn}`)
        .send({ email: ' Guessed@test.example', password: '' });
    const statuses = await Promise.all(Array.from({ length: 70 }, (_, turn) => guess(turn).then((reply) => reply.status)));
    expect(statuses.filter((status) => status !== 429)).toHaveLength(60);
  });

  it('names every field of a bad body and changes nothing', async () => {
    const reply = await karavan.http
      .post('/api/v1/companies')
      .set(await karavan.as('admin'))
      .send({ okpo: 'x' });
    expect(reply.status).toBe(400);
    expect(reply.body.errors.map((error: { path: string }) => error.path).sort()).toEqual(['name', 'okpo']);
  });

  it('lets a cookie from another site read nothing into a change', async () => {
    const login = await karavan.http
      .post('/api/v1/auth/login')
      .send({ email: 'admin@test.example', password: 'a long enough password' });
    const cookie = login.get('set-cookie')?.[0]?.split(';')[0] ?? '';
    expect(login.get('set-cookie')?.[0]).toMatch(/HttpOnly/);
    const foreign = await karavan.http
      .post('/api/v1/companies')
      .set({ cookie, origin: 'https://evil.example' })
      .send({ name: 'X' });
    expect(foreign.status).toBe(403);
    const own = await karavan.http.post('/api/v1/companies').set({ cookie, origin: karavan.url }).send({ name: 'Own' });
    expect(own.status).toBe(201);
  });

  it('gives an API key the rights of a dispatcher until it is revoked', async () => {
    const admin = await karavan.as('admin');
    const made = await karavan.http.post('/api/v1/api-keys').set(admin).send({ name: 'erp' }).expect(201);
    const key = { authorization: `Bearer ${made.body.key}` };
    await karavan.http.get('/api/v1/reports').set(key).expect(200);
    await karavan.http.get('/api/v1/users').set(key).expect(403);
    await karavan.http.delete(`/api/v1/api-keys/${made.body.id}`).set(admin).expect(200);
    await karavan.http.get('/api/v1/reports').set(key).expect(401);
  });

  it('writes sign-ins and changes to the audit', async () => {
    const audit = await karavan.http
      .get('/api/v1/audit?limit=500')
      .set(await karavan.as('admin'))
      .expect(200);
    const actions = audit.body.items.map((entry: { action: string }) => entry.action);
    expect(actions).toEqual(
      expect.arrayContaining(['signed in', 'sign-in refused', 'customer added', 'API key made', 'API key revoked']),
    );
  });

  it('pages a list without gaps or repeats', async () => {
    const admin = await karavan.as('admin');
    for (const name of ['А', 'Б', 'В', 'Г']) await karavan.http.post('/api/v1/companies').set(admin).send({ name }).expect(201);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { items: { id: string }[]; nextCursor: string | null } } = await karavan.http
        .get('/api/v1/companies')
        .query({ limit: 2, ...(cursor ? { cursor } : {}) })
        .set(admin);
      seen.push(...page.body.items.map((item) => item.id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    const all = await karavan.http.get('/api/v1/companies?limit=500').set(admin);
    expect(seen).toEqual(all.body.items.map((item: { id: string }) => item.id));
    await karavan.http.get('/api/v1/companies?cursor=zzz').set(admin).expect(400);
  });

  it('answers an id that is no id like one that does not exist', async () => {
    const admin = await karavan.as('admin');
    await karavan.http.get('/api/v1/shipments/nonsense').set(admin).expect(404);
    await karavan.http.get('/api/v1/shipments/00000000-0000-4000-8000-000000000000').set(admin).expect(404);
  });
});
