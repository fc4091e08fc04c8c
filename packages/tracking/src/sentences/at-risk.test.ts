import type { ShipmentUnit } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { FLEET, msk, NOW, RYAZHSK, row, stateOf } from '../fleet.fixture.ts';
import { withNormTerm } from '../norm-term/norm-term.ts';
import { railUnit } from '../rail-unit.ts';
import type { ShipmentFacts } from '../shipment-facts.ts';
import { shipmentState } from '../shipment-state.ts';
import { shipmentSentence, wagonSentence } from './index.ts';

const shipment: ShipmentFacts = {
  id: 's1',
  number: 'S-1',
  orderNumber: '10425',
  customer: { id: 'c1', name: 'Бетон-Пример' },
  product: 'Цемент',
  origin: { name: 'Себряково' },
  destination: { name: 'Воскресенск' },
  orderedKg: 137_500,
  deliverBy: '2026-08-28',
  createdAt: msk(12, '09:00'),
};
const source = (name: string) => {
  const found = FLEET[name];
  if (found === undefined) throw new Error(`the fixture has no ${name}`);
  return found;
};
const planned = (label: string, massKg: number): ShipmentUnit => ({
  id: label,
  leg: 0,
  mode: 'rail',
  assetId: `wagon:${label}`,
  label,
  massKg,
  status: 'planned',
});
const unitOf = (name: string, state = stateOf(source(name))) =>
  railUnit({ unit: planned(state.number, state.massKg ?? 0), wagon: state, shipmentCreatedAt: shipment.createdAt });
const sentences = (units: ShipmentUnit[]) => {
  const state = shipmentState({ shipment, units, now: NOW });
  const say = (language: 'ru' | 'en') => shipmentSentence({ state, units, now: NOW, language });
  return { state, ru: say('ru'), en: say('en') };
};

test('SH14 a wagon in an abandoned train is held since the first record, one out of order too, and the shipment is at risk', () => {
  expect(unitOf('abandoned')).toMatchObject({ status: 'moving', held: { why: 'abandoned', since: msk(16, '22:40') } });
  expect(unitOf('badOrder')).toMatchObject({ status: 'moving', held: { why: 'badOrder', since: msk(18, '11:00') } });
  expect(unitOf('inTransit')).not.toHaveProperty('held');
  expect(sentences([unitOf('abandoned'), unitOf('inTransit')]).state.atRisk).toBe(true);
  expect(sentences([unitOf('inTransit')]).state).not.toHaveProperty('atRisk');
});

test('SH14 once it goes on it is held no longer; a repeated record does not say since when', () => {
  const left = stateOf(source('abandoned'));
  const later = { id: 'report-2', reportedAt: msk(21, '07:05') };
  const again = row('TRAIN_ABANDONED', RYAZHSK, msk(20, '12:00'), {
    ...source('abandoned'),
    operationAt: msk(20, '12:00'),
    idleStationDays: 4.4,
  });
  expect(unitOf('abandoned', stateOf(again, left, later)).held).toEqual({ why: 'abandoned' });
  const gone = {
    ...source('inTransit'),
    ...{ wagon: left.number, waybill: left.waybill ?? '', tripStartedAt: left.tripStartedAt ?? '' },
  };
  const moving = stateOf({ ...gone, operationAt: msk(21, '01:00') }, left, later);
  expect(railUnit({ unit: unitOf('abandoned'), wagon: moving, shipmentCreatedAt: shipment.createdAt })).not.toHaveProperty(
    'held',
  );
});

test('SE11 the order says which wagon was left standing, where and since when, in both languages', () => {
  const { ru, en } = sentences([unitOf('abandoned'), unitOf('inTransit')]);
  expect(ru).toContain('Под угрозой: вагон 93456788 (69 т) в брошенном поезде на ст. Ряжск I с 16 авг. 22:40 МСК.');
  expect(en).toContain('At risk: wagon 93456788 (69 t) is in an abandoned train at Ryazhsk I since 16 Aug 22:40 MSK.');
  expect(sentences([unitOf('inTransit')]).ru).not.toContain('угроз');
});

test('SE11 more than three are counted', () => {
  const many = ['1', '2', '3', '4'].map((id) => ({ ...unitOf('abandoned'), id, label: id }));
  expect(sentences([...many, unitOf('badOrder')]).ru).toContain('Под угрозой: в брошенных поездах 4 вагона, неисправен 1 вагон.');
  expect(sentences(many).en).toContain('At risk: 4 wagons in abandoned trains.');
});

test('SE11 a computed term is called so', () => {
  const wagon = withNormTerm(stateOf(source('atOrigin')));
  expect(wagonSentence({ wagon, late: false, now: NOW, language: 'ru' })).toContain('расчётный срок доставки 25 авг.');
  expect(wagonSentence({ wagon, late: false, now: NOW, language: 'en' })).toContain('due 25 Aug by the computed norm');
});
