import type { Kind, Problem } from './row-problem.ts';

/** What the next row may hold. By the rear door a row holds the last drop there is, and others only when that runs out. */
export function nextRows({ kinds, across, doors }: Problem, left: readonly number[]): number[][] {
  const total = left.reduce((sum, count) => sum + count, 0);
  const size = Math.min(across, total);
  const latest = kinds.reduce((most, { drop }, i) => ((left[i] ?? 0) > 0 ? Math.max(most, drop) : most), 0);
  const ofLatest = kinds.reduce((sum, { drop }, i) => (drop === latest ? sum + (left[i] ?? 0) : sum), 0);
  if (doors === 'rear') {
    const own = left.map((count, i) => (kinds[i]?.drop === latest ? count : 0));
    const rest = ofLatest % across;
    if (ofLatest >= across) return rest === 0 ? choose(own, across) : [...choose(own, across), ...choose(own, rest)];
    const alone = choose(own, ofLatest);
    return total > ofLatest ? [...choose(left, size).filter((takes) => keepsOrder(takes, kinds, left)), ...alone] : alone;
  }
  const rows = choose(left, size);
  if (total % across !== 0 && total > across) rows.push(...choose(left, total % across));
  return rows.sort((a, b) => unevenness(a, left, total) - unevenness(b, left, total));
}

/** No piece of an earlier drop while one of a later drop still waits. */
function keepsOrder(takes: readonly number[], kinds: readonly Kind[], left: readonly number[]): boolean {
  const earliest = kinds.reduce(
    (least, { drop }, i) => ((takes[i] ?? 0) > 0 ? Math.min(least, drop) : least),
    Number.POSITIVE_INFINITY,
  );
  return kinds.every(({ drop }, i) => drop <= earliest || takes[i] === left[i]);
}

/** Rows that draw on all kinds alike come first: they keep every drop’s centre near the middle. */
const unevenness = (takes: readonly number[], left: readonly number[], total: number): number => {
  const size = takes.reduce((sum, count) => sum + count, 0);
  return takes.reduce((sum, count, i) => sum + Math.abs(count - ((left[i] ?? 0) * size) / total), 0);
};

/** Every way to take `size` pieces from what is left. */
function choose(left: readonly number[], size: number, from = 0): number[][] {
  if (from === left.length) return size === 0 ? [[]] : [];
  const ways: number[][] = [];
  for (let count = Math.min(size, left[from] ?? 0); count >= 0; count--)
    for (const rest of choose(left, size - count, from + 1)) ways.push([count, ...rest]);
  return ways;
}
