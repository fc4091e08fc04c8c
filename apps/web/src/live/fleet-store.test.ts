import type { AssetState, ShipmentState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { type FleetChange, FleetStore } from './fleet-store.ts';
import { isPositionTuple } from './merge.ts';

const AT = '2026-08-20T11:00:00.000Z';
const SECONDS = Date.parse(AT) / 1000;

function asset(id: string, revision: number, extra: Partial<AssetState> = {}): AssetState {
  const position = { lat: 52, lon: 39, at: AT, speedKmh: 0, courseDeg: null, source: 'osmand' };
  return { id, kind: 'truck', label: id, revision, position, freshness: 'fresh', status: 'moving', shipmentIds: [], ...extra };
}

function storeWithFrames() {
  const frames: (() => void)[] = [];
  const store = new FleetStore((notify) => frames.push(notify));
  const heard: FleetChange[] = [];
  store.subscribe((change) => heard.push(change));
  const frame = () => {
    for (const notify of frames.splice(0)) notify();
  };
  return { store, heard, frame };
}

test('a full snapshot replaces, a partial one merges', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1), asset('b', 1)] });
  store.applySnapshot({ cursor: '2', assets: [asset('c', 1)], partial: true });
  expect(store.all().map((a) => a.id)).toEqual(['a', 'b', 'c']);
  store.applySnapshot({ cursor: '3', assets: [asset('c', 1)] });
  expect(store.all().map((a) => a.id)).toEqual(['c']);
  expect(store.cursor).toBe('3');
});

test('what is gone leaves the map, its label too, and may come back', () => {
  const { store, heard, frame } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1), asset('b', 1)] });
  frame();
  store.applySnapshot({ cursor: '2', assets: [asset('a', 2, { position: null, gone: true })], partial: true });
  frame();
  expect(store.all().map((a) => a.id)).toEqual(['b']);
  expect(store.find('a')).toBeUndefined();
  expect(heard.at(-1)).toMatchObject({ structure: true });
  store.applySnapshot({ cursor: '3', assets: [asset('c', 3, { gone: true })], partial: true }); // never shown
  expect(store.all().map((a) => a.id)).toEqual(['b']);
  store.applySnapshot({ cursor: '4', assets: [asset('a', 4)], partial: true });
  expect(store.get('a')?.revision).toBe(4);
});

test('the higher revision wins, whatever the order of arrival', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 7, { status: 'arrived' })], partial: true });
  store.applySnapshot({ cursor: '2', assets: [asset('a', 5, { status: 'moving' })] });
  expect(store.get('a')?.status).toBe('arrived');
});

test('an older position moves nothing, a newer one moves the asset and makes it fresh', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1, { freshness: 'stale' })] });
  store.applyPositions({ cursor: '2', items: [['a', 10, 10, null, null, SECONDS - 5]] });
  expect(store.get('a')?.position?.lat).toBe(52);
  store.applyPositions({ cursor: '3', items: [['a', 53, 40, 90, 60, SECONDS + 5]] });
  expect(store.get('a')).toMatchObject({ freshness: 'fresh', position: { lat: 53, lon: 40, courseDeg: 90, speedKmh: 60 } });
});

test('a newer state does not throw the asset back to an older place', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1)] });
  store.applyPositions({ cursor: '2', items: [['a', 53, 40, 90, 60, SECONDS + 5]] });
  store.applySnapshot({ cursor: '3', assets: [asset('a', 2, { status: 'idle' })], partial: true });
  expect(store.get('a')).toMatchObject({ status: 'idle', revision: 2, position: { lat: 53 } });
});

test('a torn tuple costs itself, not the batch', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1)] });
  store.applyPositions({
    cursor: '2',
    items: [['a', 'x'], null, ['a', 999, 0, null, null, 1], ['a', 54, 40, null, null, SECONDS + 9]],
  });
  expect(store.get('a')?.position?.lat).toBe(54);
  expect(isPositionTuple(['a', 1, 2, null, null, Number.NaN])).toBe(false);
});

test('listeners hear once a frame, and of the structure only when it changed', () => {
  const { store, heard, frame } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1), asset('b', 1)] });
  store.applyPositions({ cursor: '2', items: [['a', 53, 40, 90, 60, SECONDS + 5]] });
  frame();
  expect(heard).toHaveLength(1);
  store.applyPositions({ cursor: '3', items: [['a', 53.1, 40, 90, 60, SECONDS + 9]] });
  frame();
  expect([...(heard[1]?.ids ?? [])]).toEqual(['a']);
  expect(heard[1]?.structure).toBe(false);
});

test('a partial snapshot tells how much was missed', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1), asset('b', 1)] });
  expect(store.applySnapshot({ cursor: '2', partial: true, assets: [asset('a', 1), asset('b', 2), asset('c', 1)] })).toBe(2);
});

test('an asset is found by its plate, however it is typed', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('v1', 1, { label: 'А123ВС56' })] });
  expect(store.find('а 123 вс 56')?.id).toBe('v1');
  expect(store.find('v1')?.id).toBe('v1');
});

test('an asset is late when one of its shipments is', () => {
  const { store } = storeWithFrames();
  store.applySnapshot({ cursor: '1', assets: [asset('a', 1, { shipmentIds: ['s1'] })] });
  const held = store.get('a') as AssetState;
  expect(store.isLate(held)).toBe(false);
  store.applyShipment({ id: 's1', revision: 1, late: true } as ShipmentState);
  expect(store.isLate(held)).toBe(true);
});
