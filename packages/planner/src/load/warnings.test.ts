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
});
