import { describe, expect, it } from 'vitest';
import { isEsr6 } from './esr.ts';
import { STATIONS, stationByEsr, transliterate } from './stations.ts';

describe('known stations', () => {
  it('have codes with a right check digit, each once', () => {
    expect(STATIONS.filter(({ esr }) => !isEsr6(esr))).toEqual([]);
    expect(new Set(STATIONS.map(({ esr }) => esr)).size).toBe(STATIONS.length);
  });

  it('are a selection of complete rows', () => {
    expect(STATIONS.length).toBeGreaterThan(300);
    expect(STATIONS.length).toBeLessThan(600);
    const odd = STATIONS.filter(({ lat, lon, name, road }) => !(lat > 40 && lat < 70 && lon > 19 && lon < 136) || !name || !road);
    expect(odd).toEqual([]);
  });

  it('are found by code, leading zeros included', () => {
    expect(stationByEsr('033004')).toMatchObject({ name: 'Шушары', nameEn: 'Shushary', road: 'Октябрьская' });
    expect(stationByEsr('33004')).toBeUndefined();
  });

  it('have Latin names', () => {
    expect(transliterate('Тёплое Озеро')).toBe('Tyoploe Ozero');
    expect(transliterate('Ряжск I')).toBe('Ryazhsk I');
  });
});
