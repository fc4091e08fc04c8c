/** One promise of the product, measured. */
export interface Figure {
  promise: string;
  /** in the unit of the limit; not a number where nothing could be measured, which counts as broken */
  measured: number;
  limit: number;
  unit: 'ms' | 's' | '';
}

export const ratioOf = ({ measured, limit }: Figure): number =>
  limit === 0 ? (measured === 0 ? 0 : Infinity) : measured / limit;
export const isKept = (figure: Figure): boolean => ratioOf(figure) <= 1;

/** The smallest value that at least the share `q` of all values does not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** The last thing a run prints. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.promise,
    `${short(figure.measured)} ${figure.unit}`.trim(),
    `${figure.limit} ${figure.unit}`.trim(),
    ratioOf(figure).toFixed(2),
    isKept(figure) ? '' : 'NOT KEPT',
  ]);
  say();
  printTable(['promise', 'measured', 'limit', 'ratio', ''], rows);
}

/** Milliseconds by group: how many, and the usual quantiles. */
export function printQuantiles(title: string, groups: ReadonlyMap<string, readonly number[]>): void {
  const rows = [...groups].map(([name, values]) => [
    name,
    String(values.length),
    ...[0.5, 0.95, 0.99, 1].map((q) => short(quantile(values, q))),
  ]);
  printTable([title, 'samples', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'], rows);
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  say(line(head));
  say(widths.map((width) => '─'.repeat(width)).join('  '));
  for (const row of rows) say(line(row));
}

const short = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));
