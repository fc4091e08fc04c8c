import { tzOffset } from '@date-fns/tz';
import { expect, test } from 'vitest';
import { stationZone } from './station-zone.ts';

const hoursAt = (lat: number, lon: number, road?: string): number | undefined => {
  const zone = stationZone({ lat, lon, ...(road === undefined ? {} : { road }) });
  return zone === undefined ? undefined : tzOffset(zone, new Date('2026-08-20T00:00:00Z')) / 60;
};

// stations of the directory with the hour of their region
test.each([
  ['Калининград-Сортировочный', 54.6881, 20.492, 2],
  ['Мурманск', 68.972, 33.0692, 3],
  ['Новороссийск', 44.7354, 37.7749, 3],
  ['Юдино (Татарстан)', 55.8151, 48.895, 3],
  ['Себряково (Волгоградская)', 50.0721, 43.2459, 3],
  ['Анисовка (Саратовская)', 51.4092, 46.0821, 4],
  ['Жигулёвское Море (Самарская)', 53.4776, 49.5247, 4],
  ['Стерлитамак (Башкортостан)', 53.6328, 55.9504, 5],
  ['Набережные Челны (Татарстан)', 55.6725, 52.2753, 3],
  ['Новотроицк (Оренбургская)', 51.2021, 58.3404, 5],
  ['Пермь-Сортировочная', 58.0346, 56.132, 5],
  ['Войновка (Тюмень)', 57.1018, 65.6403, 5],
  ['Инская (Новосибирск)', 54.9644, 83.1196, 7],
  ['Топки (Кемеровская)', 55.2781, 85.6153, 7],
  ['Красноярск-Северный', 56.0732, 92.9332, 7],
  ['Китой (Иркутская)', 52.5992, 103.8759, 8],
  ['Тимлюй (Бурятия)', 52.0042, 106.6164, 8],
  ['Тёплое Озеро (ЕАО)', 49.0016, 131.8809, 10],
  ['Находка-Восточная', 42.7748, 133.1007, 10],
])('TZ1 %s keeps its region’s hour', (_name, lat, lon, hours) => {
  expect(hoursAt(lat, lon)).toBe(hours);
});

test('TZ1 abroad the road tells; without a place nobody knows', () => {
  expect(hoursAt(43.24, 76.9, 'Казахстанская')).toBe(5);
  expect(stationZone({ road: 'УТИ' })).toBe('Asia/Tashkent');
  expect(stationZone({})).toBeUndefined();
  expect(stationZone({ lat: 52.5, lon: 13.4 })).toBeUndefined();
});
