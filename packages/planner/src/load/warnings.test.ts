import { expect, test } from 'vitest';
import { PLANS } from '../plans.ts';
import { request, VOLVO_TILT } from './sets.fixture.ts';

test('LW12: a region the law has no act of, or one without a day, is told with its field instead of counting for nothing', () => {
  const told = (more: Record<string, unknown>, language: 'ru' | 'en' = 'en') =>
    PLANS['axle-loads'].run(request(VOLVO_TILT, [], more), { language }).warnings;
  expect(told({ region: 'Narnia', on: '2026-04-10' })).toMatchObject([{ path: 'region' }]);
  expect(told({ region: 'Narnia', on: '2026-04-10' }, 'ru')?.[0]?.message).toContain('Narnia');
  expect(told({ region: 'Самарская область' })).toMatchObject([{ path: 'on' }]);
  expect(told({ region: 'самарская обл.', on: '2026-04-10' })).toBeUndefined();
  expect(told({})).toBeUndefined();
  const { stages: _, ...asked } = request(VOLVO_TILT, [], { region: 'Narnia', on: '2026-04-10' });
  const reply = PLANS['max-payload'].run({ ...asked, placement: { kind: 'free' } }, { language: 'en' });
  expect(reply['10']?.warnings).toMatchObject([{ path: 'region' }]);
  const pieces = [{ massKg: 500, lengthM: 1, drop: 1, count: 4 }];
  const placing = (more: object) =>
    PLANS.placement.run({ ...asked, pieces, across: 2, doors: 'rear', ...more }, { language: 'ru' });
  expect(placing({}).warnings).toMatchObject([{ path: 'region', message: expect.stringContaining('Narnia') }]);
  expect(placing({ region: 'самарская обл.' }).warnings).toBeUndefined();
  expect(placing({ pieces: [{ massKg: 500, lengthM: 90, drop: 1 }] })).toMatchObject({
    outcome: 'impossible',
    warnings: [{ path: 'region' }],
  });
  const compartments = [{ name: '1', xM: 5, maxKg: 9000 }];
  const tank = PLANS.compartments.run({ ...asked, compartments, totalKg: 5000 }, { language: 'en' });
  expect(tank.warnings).toMatchObject([{ path: 'region', message: expect.stringContaining('Narnia') }]);
});
