import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan({ withPage: true });
});
afterAll(() => karavan.close());

test('a file of the page that is gone since the last release is 404, not a fault; every other address is the page', async () => {
  const gone = await karavan.http.get('/assets/FleetPanel-0ld0ne00.js').expect(404);
  expect(gone.type).toBe('application/problem+json');
  const page = await karavan.http.get('/s/whatever').set('accept', 'text/html').expect(200);
  expect(page.text).toMatch(/<div id="root">/);
});

test('a tracker with a wrong address hears 404 instead of the page, so that it keeps its position', async () => {
  for (const address of ['/ingest/osmand?id=1&lat=55&lon=37', '/?id=1&lat=55&lon=37'])
    expect((await karavan.http.get(address).expect(404)).type).toBe('application/problem+json');
});
