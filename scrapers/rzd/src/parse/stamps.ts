/** When a list says it was made: one of the values around the records. */
import { formatMoscow, parseRailTime } from '@karavan/rail';
import { epochOf } from './epoch.ts';
import { headerKey } from './header-key.ts';

/** best first */
const STAMP_KEYS = [
  'formed at',
  'formation time',
  'formation date',
  'дата формирования',
  'время формирования',
  'дата и время формирования',
  'дата отчета',
  'сформирован',
  'сформировано',
  'reported at',
  'report date',
  'report time',
  'report datetime',
  'created at',
  'create date',
  'creation date',
  'generated at',
  'snapshot at',
  'snapshot time',
  'timestamp',
  'time stamp',
  'datetime',
  'date time',
  'date',
  'date izm',
  'updated at',
  'дата',
];

/** `Сформировано: 20.08.2026 07:05` out of the pairs of key and value around a list; '' where none is a time. */
export function formationText(pairs: readonly (readonly [string, unknown])[]): string {
  const known = pairs.flatMap(([path, value]) => {
    const rank = STAMP_KEYS.indexOf(headerKey(path.split('.').at(-1) ?? ''));
    const epochMs = rank < 0 ? undefined : timeOf(value);
    return epochMs === undefined ? [] : [{ rank, epochMs }];
  });
  const best = known.sort((a, b) => a.rank - b.rank)[0];
  return best ? `Сформировано: ${formatMoscow(best.epochMs)}` : '';
}

function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const epochMs = epochOf(value);
  if (epochMs !== undefined) return epochMs;
  const time = parseRailTime(value);
  return time?.hasClock ? time.epochMs : undefined;
}
