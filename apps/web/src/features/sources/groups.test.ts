import type { ReportListItem } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { groupsOf } from './groups.ts';

const report = (id: string, layout?: string): ReportListItem => ({
  id,
  sha256: '',
  status: layout === undefined ? 'held' : 'quarantined',
  source: 'lk',
  fileName: null,
  sizeBytes: 1,
  receivedAt: '2026-08-20T07:05:00Z',
  format: null,
  reportedAt: null,
  rows: null,
  problem: null,
  ...(layout === undefined ? {} : { layout }),
});

test('files with the same headings wait together, all others for themselves', () => {
  const groups = groupsOf([report('a', 'x'), report('b'), report('c', 'y'), report('d', 'x'), report('e')]);
  expect(groups.map((group) => group.map(({ id }) => id))).toEqual([['a', 'd'], ['b'], ['c'], ['e']]);
});
