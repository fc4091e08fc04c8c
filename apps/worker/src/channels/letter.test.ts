import type { Alert } from '@karavan/contracts';
import type { Leased } from '@karavan/usecases';
import { expect, test } from 'vitest';
import { writeLetter } from './letter.ts';

const fact = { at: '2026-08-20T03:00:00Z', evidence: {} };
const abandoned = (evidence: Record<string, unknown>): Alert => ({
  id: 'a',
  kind: 'trainAbandoned',
  severity: 'warning',
  state: 'open',
  label: 'РЯЖСК I',
  place: 'ГРЯЗИ-ВОРОНЕЖСКИЕ',
  position: null,
  assetId: null,
  shipmentIds: [],
  geofenceId: null,
  sourceId: null,
  opened: { ...fact, evidence },
  noticedAt: fact.at,
  riskAt: null,
  owner: null,
  snoozedUntil: null,
  closedAt: null,
  closedBy: null,
  ended: null,
});
const letter = (language: Leased['language'], evidence = {}) =>
  writeLetter([{ change: 'opened', language, payload: { ...abandoned(evidence) } } as unknown as Leased], { publicUrl: null });

test('stations stand in a letter as its reader writes them, and a train by its index', () => {
  expect(letter('en').subject).toBe('Karavan: Train abandoned: Ryazhsk I');
  expect(letter('en').text).toContain('where: Gryazi-Voronezhskiye');
  expect(letter('en').text).not.toMatch(/\p{Script=Cyrillic}/u);
  expect(letter('ru').text).toContain('где: Грязи-Воронежские');
  expect(letter('ru', { trainIndex: '6136-214-2200' }).subject).toBe('Karavan: Поезд брошен: 6136-214-2200');
});
