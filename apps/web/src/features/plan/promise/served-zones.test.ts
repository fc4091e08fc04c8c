import type { StoredNetwork } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { notServed, zoneForAll, zonesFrom, zonesOf } from './served-zones.ts';

const calendar = { timeZone: 'Europe/Moscow', hours: {} };
const warehouse = (id: string, ships = true): StoredNetwork['warehouses'][number] => ({
  ...{ id, owner: 'own', ships, calendar, cutOff: '14:00', handlingMinutes: 0, crossDockMinutes: 0 },
});
const departures: StoredNetwork['services'][number]['departures'] = { days: [1], at: '10:00' };
const cost = { fixed: 0, perKg: 0 };
const way = { departures, cost, transitMinutes: 60 };
const service = (fromId: string, zones: string[]) => ({ id: `${fromId} ${zones}`, carrier: 'c', fromId, zones, ...way });
/** A mill that may not ship feeds the hub; a partner in the south serves its own town alone. */
const network: StoredNetwork = {
  version: 1,
  warehouses: [warehouse('mill', false), warehouse('hub'), warehouse('south')],
  lanes: [{ id: 'mill-hub', fromId: 'mill', toId: 'hub', ...way }],
  services: [
    service('south', ['Abinsk']),
    service('hub', ['Moscow', 'Tver']),
    service('mill', ['Oskol']),
    service('south', ['Moscow']),
  ],
};
const good = (sku: string, ...places: string[]) => ({
  sku,
  massKg: 1,
  free: places.map((warehouseId) => ({ warehouseId, quantity: 1 })),
});

test('zones by how many warehouses reach them; one that only a warehouse without shipping serves comes last', () => {
  expect(zonesOf(network)).toEqual(['Moscow', 'Tver', 'Abinsk', 'Oskol']);
});

test('goods go by their own services or over one lane, never by a service of a warehouse that does not ship', () => {
  expect([...zonesFrom(network, ['mill'])].sort()).toEqual(['Moscow', 'Tver']);
  expect([...zonesFrom(network, ['south'])].sort()).toEqual(['Abinsk', 'Moscow']);
  expect([...zonesFrom(network, [])]).toEqual([]);
});

test('what cannot be sent to a zone is named with the zones there are for it; a zone for all is found', () => {
  const goods = [good('cement', 'mill'), good('mix', 'south'), good('sold out')];
  expect(notServed(network, { goods, zone: 'Abinsk' })).toEqual([
    { sku: 'cement', zones: ['Moscow', 'Tver'] },
    { sku: 'sold out', zones: [] },
  ]);
  expect(zoneForAll(network, { goods: goods.slice(0, 2), zone: 'Abinsk' })).toBe('Moscow');
  expect(zoneForAll(network, { goods: goods.slice(0, 1), zone: 'Tver' })).toBe('Tver');
  expect(zoneForAll(network, { goods, zone: 'Tver' })).toBeUndefined();
});
