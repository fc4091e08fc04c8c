import { describe, expect, it } from 'vitest';
import { edgeDistanceKm, RAIL_EDGE_COUNT, RAIL_LINES, shortestPath } from './network.ts';
import { STATIONS, stationByEsr } from './stations.ts';

const SEBRYAKOVO = '613608';
const VOSKRESENSK = '233608';

const namesOf = (esrs: readonly string[]) => esrs.map((esr) => stationByEsr(esr)?.name);

describe('shortestPath', () => {
  it('goes from Sebryakovo to Voskresensk by Povorino, Gryazi, Michurinsk, Ryazhsk and Rybnoe', () => {
    const path = shortestPath(SEBRYAKOVO, VOSKRESENSK);
    expect(path?.distanceKm).toBeGreaterThan(735);
    expect(path?.distanceKm).toBeLessThan(770);
    expect(namesOf(path?.esrs ?? [])).toEqual(
      expect.arrayContaining(['Поворино', 'Грязи-Воронежские', 'Мичуринск-Воронежский', 'Ряжск I', 'Рыбное', 'Щурово']),
    );
  });

  it.each([
    ['Новороссийск', 'Липецк', '520901', '592505', 1100, 1300],
    ['Старый Оскол', 'Домодедово', '438506', '192906', 490, 620],
    ['Пикалево', 'Шушары', '047308', '033004', 220, 270],
    ['Нуя', 'Рыбное', '247206', '220006', 480, 520],
    ['Новороссийск', 'Находка-Восточная', '520901', '985906', 8500, 10500],
    ['Исакогорка', 'Киргили', '290009', '742705', 3900, 5200],
  ])('%s – %s has a believable length', (_from, _to, from, to, least, most) => {
    const km = shortestPath(from, to)?.distanceKm ?? 0;
    expect(km).toBeGreaterThan(least);
    expect(km).toBeLessThan(most);
  });

  it('is the same way and length in both directions', () => {
    const there = shortestPath(SEBRYAKOVO, VOSKRESENSK);
    const back = shortestPath(VOSKRESENSK, SEBRYAKOVO);
    expect(back?.esrs).toEqual(there?.esrs.toReversed());
    expect(back?.line).toEqual(there?.line.toReversed());
    expect(back?.distanceKm).toBe(there?.distanceKm);
  });

  it('starts and ends its line at the stations', () => {
    const line = shortestPath(SEBRYAKOVO, VOSKRESENSK)?.line ?? [];
    expect(line[0]).toEqual({ lat: 50.0721, lon: 43.2459 });
    expect(line.at(-1)).toEqual({ lat: 55.313, lon: 38.7019 });
  });

  it('says so when there is no way', () => {
    expect(shortestPath(SEBRYAKOVO, '100001')).toBeUndefined();
    expect(shortestPath(SEBRYAKOVO, '000000')).toBeUndefined();
    expect(shortestPath(SEBRYAKOVO, SEBRYAKOVO)).toMatchObject({ esrs: [SEBRYAKOVO], distanceKm: 0 });
  });
});

describe('the network', () => {
  it('joins every station but Kaliningrad to every other', () => {
    const lost = STATIONS.filter(({ esr }) => shortestPath(SEBRYAKOVO, esr) === undefined);
    expect(lost.map(({ name }) => name)).toEqual(['Калининград-Сортировочный']);
    expect(RAIL_EDGE_COUNT).toBeGreaterThan(STATIONS.length - 2);
  });

  it('draws each line from neighbour to neighbour', () => {
    for (const { esrs, line } of RAIL_LINES) {
      expect(line.length).toBeGreaterThanOrEqual(esrs.length);
      for (const [i, esr] of esrs.slice(1).entries()) expect(edgeDistanceKm(esrs[i] ?? '', esr)).toBeGreaterThan(0);
    }
  });
});
