import { BUILT_IN_NETWORK, greatCircleKm } from '@karavan/rail';
import { expect, test } from 'vitest';
import { railStretches } from './wagon-track.ts';

const SEBRYAKOVO = { name: 'СЕБРЯКОВО', esr: '613608', lat: 50.0721, lon: 43.2459 };
const VOSKRESENSK = { name: 'ВОСКРЕСЕНСК', esr: '233608', lat: 55.313, lon: 38.7019 };
const NOWHERE = { name: 'НИГДЕ' };
const FAR = { name: 'ЗА ГРАНИЦЕЙ', lat: 47, lon: 60 };
const at = (hour: number) => new Date(Date.UTC(2026, 7, 20, hour)).toISOString();

const lengthKm = (line: readonly [number, number][]) =>
  line.slice(1).reduce((sum, [lon, lat], i) => {
    const [fromLon, fromLat] = line[i] ?? [lon, lat];
    return sum + greatCircleKm({ lat: fromLat, lon: fromLon }, { lat, lon });
  }, 0);

test('between two stations of the network the way bends as the railway does, and time runs with the km', () => {
  const [stretch, ...more] = railStretches(BUILT_IN_NETWORK, [
    { at: at(0), station: SEBRYAKOVO },
    { at: at(20), station: VOSKRESENSK },
  ]);
  expect([more, stretch?.gap]).toEqual([[], false]);
  const { line = [], times = [] } = stretch ?? {};
  expect(line.length).toBeGreaterThan(10);
  expect(times.length).toBe(line.length);
  // 748 km by the graph of stations; straight it is 659
  expect(lengthKm(line)).toBeGreaterThan(690);
  expect(lengthKm(line)).toBeLessThan(790);
  expect([times[0], times.at(-1)]).toEqual([at(0), at(20)]);
  expect([...times].sort()).toEqual(times);
});

test('where the network knows no way it is straight and says so; a station nobody can place is passed over', () => {
  const stretches = railStretches(BUILT_IN_NETWORK, [
    { at: at(0), station: SEBRYAKOVO },
    { at: at(1), station: SEBRYAKOVO },
    { at: at(2), station: NOWHERE },
    { at: at(10), station: FAR },
    { at: at(11), station: { ...FAR, name: 'ДАЛЬШЕ', lon: 61 } },
  ]);
  expect(stretches.map(({ line, gap }) => ({ line, gap }))).toEqual([
    {
      line: [
        [43.2459, 50.0721],
        [60, 47],
        [61, 47],
      ],
      gap: true,
    },
  ]);
  expect(railStretches(BUILT_IN_NETWORK, [{ at: at(0), station: SEBRYAKOVO }])).toEqual([]);
});
