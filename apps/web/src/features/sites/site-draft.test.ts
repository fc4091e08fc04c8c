import { NewSite, type Site, SitePatch } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { bodyOf, draftOf, newSiteOf } from './site-draft.ts';

const site: Site = {
  id: '1',
  kind: 'site',
  name: 'Стройка',
  lat: 55.5,
  lon: 37.25,
  timeZone: 'Asia/Omsk',
  customerId: null,
  receiving: {
    timeZone: 'Asia/Omsk',
    hours: { mon: [['08:00', '18:00']] },
    closed: ['2027-01-01'],
    open: { '2026-12-31': [['08:00', '12:00']] },
  },
};

test('what is not touched is sent as it was, and the contract takes it', () => {
  const body = bodyOf(draftOf(site, 'закрыто'));
  expect(body).toEqual({
    name: 'Стройка',
    kind: 'site',
    timeZone: 'Asia/Omsk',
    lat: 55.5,
    lon: 37.25,
    receiving: site.receiving,
  });
  expect(SitePatch.parse(body)).toEqual(body);
});

test('hours are taken away by a null, and nothing that cannot be read is sent', () => {
  const draft = draftOf(site, 'закрыто');
  expect(bodyOf({ ...draft, hasHours: false })?.receiving).toBeNull();
  expect(bodyOf({ ...draft, name: ' ' })).toBeUndefined();
  expect(bodyOf({ ...draft, place: 'at the corner' })).toBeUndefined();
  expect(bodyOf({ ...draft, week: { ...draft.week, tue: 'often' } })).toBeUndefined();
  expect(bodyOf({ ...draft, hasHours: false, week: { ...draft.week, tue: 'often' } })).toBeDefined();
  expect(bodyOf({ ...draft, exceptions: 'never' })).toBeUndefined();
});

test('a new one may have a name alone', () => {
  const body = newSiteOf(bodyOf({ ...draftOf(null, 'closed'), name: 'Двор' }));
  expect(NewSite.parse(body)).toMatchObject({ name: 'Двор', kind: 'site', timeZone: 'Europe/Moscow' });
});

test('an emptied place is taken away, and the contract knows no half of one', () => {
  const body = bodyOf({ ...draftOf(site, 'закрыто'), place: '  ' });
  expect(body).toMatchObject({ lat: null, lon: null });
  expect(SitePatch.parse(body)).toMatchObject({ lat: null, lon: null });
  expect(SitePatch.safeParse({ lat: null }).error?.issues[0]?.path).toEqual(['lon']);
  expect(SitePatch.safeParse({ lat: null, lon: 37 }).success).toBe(false);
  expect(SitePatch.safeParse({ lat: 55 }).success).toBe(true);
});
