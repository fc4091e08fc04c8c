import { describe, expect, it } from 'vitest';
import { greatCircleKm } from './great-circle.ts';
import { BUILT_IN_EDGES, createRailNetwork, shortestPath } from './network.ts';
import { pointAlong } from './rail-path.ts';
import { STATIONS } from './stations.ts';

/** On one meridian a degree of latitude is 111.19 km. */
const DEGREE_KM = (Math.PI / 180) * 6371;
const station = (esr: string, lat: number | undefined, lon = 40) => ({
  esr,
  name: `С ${esr}`,
  road: 'Московская',
  ...(lat === undefined ? {} : { lat, lon }),
});
const edge = (from: string, to: string, km?: number) => ({ from, to, ...(km === undefined ? {} : { km }) });

describe('a network of imported lines', () => {
  const network = createRailNetwork({
    stations: [station('A', 50), station('B', undefined), station('C', 50.2), station('D', 51)],
    edges: [edge('A', 'B'), edge('B', 'C'), edge('C', 'D', 100)],
  });

  it('takes lengths as given and works the others out, a station without a place lying between its neighbours', () => {
    const path = network.path('A', 'D');
    expect(path?.esrs).toEqual(['A', 'B', 'C', 'D']);
    // 0.2° of latitude in two halves, by the default detour of 1.04
    expect(path?.distanceKm).toBeCloseTo(100 + 0.2 * DEGREE_KM * 1.04, 1);
    expect(path?.isComputed).toBe(true);
    expect(path?.line).toEqual([
      { lat: 50, lon: 40 },
      { lat: 50.2, lon: 40 },
      { lat: 51, lon: 40 },
    ]);
    expect(network.path('C', 'D')?.isComputed).toBe(false);
    expect(network.edgeBetween('D', 'C')).toEqual({ km: 100, isComputed: false, line: [] });
  });

  it('starts a way at a station without a place', () => {
    const path = network.path('B', 'D');
    expect(path?.distanceKm).toBeCloseTo(100 + 0.1 * DEGREE_KM * 1.04, 1);
    expect(path?.line).toHaveLength(2);
  });

  it('finds the point so many km along, the line stretched to the length of its edges', () => {
    const path = network.path('C', 'D');
    if (!path) throw new Error('no way');
    expect(pointAlong(path, 0)).toEqual({ lat: 50.2, lon: 40 });
    expect(pointAlong(path, 50)?.lat).toBeCloseTo(50.6, 6);
    expect(pointAlong(path, 1e6)).toEqual({ lat: 51, lon: 40 });
    expect(pointAlong({ line: [], lineKm: [] }, 5)).toBeUndefined();
  });

  it('keeps the bends of a line in both directions, the km along them in proportion', () => {
    const bent = createRailNetwork({
      stations: [station('A', 50), station('D', 51)],
      edges: [{ from: 'A', to: 'D', km: 300, line: [{ lat: 50.5, lon: 41 }] }],
    });
    const [there, back] = [bent.path('A', 'D'), bent.path('D', 'A')];
    expect(there?.line[1]).toEqual({ lat: 50.5, lon: 41 });
    expect(back?.line).toEqual(there?.line.toReversed());
    const half = greatCircleKm({ lat: 50, lon: 40 }, { lat: 50.5, lon: 41 });
    const other = greatCircleKm({ lat: 50.5, lon: 41 }, { lat: 51, lon: 40 });
    expect(there?.lineKm[1]).toBeCloseTo((300 * half) / (half + other), 6);
  });

  it('does not go by a station that its neighbours say is misplaced', () => {
    const chain = createRailNetwork({
      stations: [station('A', 50), station('X', 58, 60), station('B', 50.1), station('C', 50.2)],
      edges: [edge('A', 'X'), edge('X', 'B'), edge('B', 'C')],
    });
    expect(chain.misplaced).toEqual(['X']);
    expect(chain.distanceKm('A', 'B')).toBeCloseTo(0.1 * DEGREE_KM * 1.04, 1);
    expect(chain.path('A', 'B')?.line).toHaveLength(2);
  });

  it('leaves out a long spare edge where the stations it passes by are known, and keeps it where they are not', () => {
    const stations = [station('A', 50), station('B', 50.1), station('C', 50.2), station('D', 51)];
    const fine = [edge('A', 'B'), edge('B', 'C')];
    const built = createRailNetwork({ stations, edges: fine, spare: [edge('A', 'C', 22.5), edge('C', 'D', 90)] });
    expect(built.path('A', 'D')?.esrs).toEqual(['A', 'B', 'C', 'D']);
    expect(built.edgeCount).toBe(3);
  });

  it('learns from reports how much longer its lines are: 20 ways that are 10 % longer make all computed edges so', () => {
    const line = Array.from({ length: 30 }, (_, i) => station(`S${i}`, 45 + i * 0.1));
    const edges = line.slice(1).map((next, i) => edge(`S${i}`, next.esr));
    const plain = createRailNetwork({ stations: line, edges });
    const observed = Array.from({ length: 20 }, (_, i) => ({
      from: 'S0',
      to: `S${i + 5}`,
      km: 1.1 * (plain.distanceKm('S0', `S${i + 5}`) ?? 0),
    }));
    const taught = createRailNetwork({ stations: line, edges, observed });
    expect((taught.distanceKm('S3', 'S29') ?? 0) / (plain.distanceKm('S3', 'S29') ?? 1)).toBeCloseTo(1.1, 6);
    expect(createRailNetwork({ stations: line, edges, observed: observed.slice(0, 19) }).distanceKm('S3', 'S29')).toBe(
      plain.distanceKm('S3', 'S29'),
    );
  });

  it('is the built-in one where nothing was imported', () => {
    const same = createRailNetwork({ stations: STATIONS, edges: BUILT_IN_EDGES });
    expect(same.path('613608', '233608')).toEqual(shortestPath('613608', '233608'));
    expect(same.misplaced).toEqual([]);
  });
});

describe('which station is meant in a full directory', () => {
  const at = (esr: string, name: string, road: string, lat: number) => ({ esr, name, road, lat, lon: 40 });
  const { resolve } = createRailNetwork({
    stations: [
      at('200008', 'Лесная', 'Московская', 54),
      at('200012', 'Лесная', 'Московская', 54.05),
      at('300003', 'Лесная', 'Северная', 60),
      at('240003', 'Речная', 'Горьковская', 56),
      at('240018', 'Речная', 'Горьковская', 58),
      { esr: '985702', name: 'Порт (эксп.)', road: 'Дальневосточная' },
      at('985609', 'Порт', 'Дальневосточная', 43),
      { name: 'Новая', road: 'Московская', lat: 55, lon: 37 },
    ],
    edges: [],
  });
  const esrOf = (name: string, more: { esr?: string; road?: string } = {}) => resolve({ name, ...more })?.esr;

  it('needs the road where two freight stations share a name', () => {
    expect(esrOf('Лесная')).toBeUndefined();
    expect(esrOf('Лесная', { road: 'СЕВ' })).toBe('300003');
  });
  it('takes the station and not the halt beside it, and neither where the halt is elsewhere', () => {
    expect(esrOf('Лесная', { road: 'МСК' })).toBe('200008');
    expect(esrOf('Речная', { road: 'ГОР' })).toBeUndefined();
  });
  it('takes the port itself for its export twin without a place, and no namesake for any other code', () => {
    expect(esrOf('ПОРТ (ЭКСП.)', { esr: '985702' })).toBe('985609');
    expect(esrOf('ПОРТ', { esr: '985702' })).toBe('985702');
  });
  it('knows a station without a code by name and road', () => {
    expect(resolve({ name: 'НОВАЯ', road: 'Мск.ж.д.' })?.lat).toBe(55);
    expect(resolve({ name: 'НОВАЯ', road: 'СЕВ' })).toBeUndefined();
  });
});
