import { expect, test } from 'vitest';
import { bothAnswers, SMALL, TINY } from './compare.fixture.ts';
import { frontByMip, openHighs } from './oracle-mip.fixture.ts';

function compare(seed: number, by: Parameters<typeof bothAnswers>[1]): void {
  const { own, oracle, reply } = bothAnswers(seed, by);
  expect({ seed, ...own }).toEqual({ seed, ...oracle });
  for (const { proof } of reply.plan ? [reply.plan, ...reply.alternatives] : []) expect(proof).toBe('optimal');
}

test('PR5 PR7 PR9: tiny orders have the plan and the front of trying every way of loading every unit', () => {
  for (let seed = 0; seed < 25; seed++) compare(seed, { size: TINY });
}, 60_000);

test('PR5 PR7 PR8 PR9: small orders have the plan and the front of a mixed-integer program', async () => {
  const highs = await openHighs();
  for (let seed = 500; seed < 504; seed++) compare(seed, { size: SMALL, front: (spelled) => frontByMip(highs, spelled) });
}, 60_000);
