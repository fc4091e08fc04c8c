import type { ShipmentUnit } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { begunWords } from './shipment-words.ts';

const unit = (label: string, given: Partial<ShipmentUnit> = {}): ShipmentUnit => ({
  id: label,
  assetId: `truck:${label}`,
  label,
  mode: 'road',
  leg: 0,
  massKg: 20_000,
  status: 'moving',
  departedAt: '2026-11-20T08:40:00Z',
  ...given,
});
const asked = { number: 'S-7', timeZone: 'Europe/Moscow' };

test('a refused cancellation names three of those that have begun, counts the rest, and sends to the board where there is one', () => {
  const begun = ['А1', 'А2', 'А3', 'А4', 'А5'].map((label) => unit(label));
  expect(begunWords({ ...asked, begun, language: 'ru', isPlanned: true })).toBe(
    'Партию S-7 уже не отменить: машина А1 в пути с 20 нояб., 11:40, машина А2 в пути с 20 нояб., 11:40, ' +
      'машина А3 в пути с 20 нояб., 11:40 и ещё 2. Рейсы, которые не начались, снимаются на доске планирования.',
  );
  const wagon = unit('93123453', { mode: 'rail', status: 'delivered' });
  expect(begunWords({ ...asked, begun: [wagon], language: 'en', isPlanned: false })).toBe(
    'Shipment S-7 can no longer be cancelled: wagon 93123453 is delivered.',
  );
});
