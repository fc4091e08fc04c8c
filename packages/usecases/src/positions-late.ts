import { ingest, type Tx } from '@karavan/store';
import { type FilterState, type Fix, judgePosition, NO_HISTORY } from '@karavan/tracking';
import { toFix } from './positions-devices.ts';

/** Read at a time; a black box of days is gone through piece by piece. */
const PAGE = 1_000;

export interface LateVerdict {
  filtered: ingest.HistoryRow['filtered'];
  previous: Fix | null;
}

/**
 * Positions that came late have their place in the middle of a history: they are judged there, and so is what comes after
 * them, up to the first good place that was good before (from there on nothing can differ). Gives what is now said of each
 * position in between, by its fingerprint.
 */
export async function rebuildHistory(
  tx: Tx,
  input: { uniqueId: string; fromMs: number; toMs: number },
): Promise<Map<string, LateVerdict>> {
  const { uniqueId, fromMs, toMs } = input;
  const verdicts = new Map<string, LateVerdict>();
  let state: FilterState = NO_HISTORY;
  let after: { at: string; fingerprint: string } | undefined;
  for (;;) {
    const rows = await ingest.listHistory(tx, { uniqueId, fromMs, after, limit: PAGE });
    const walk = judgeAgain(rows, { state, fromMs, toMs, verdicts });
    if (walk.changed.length > 0) await ingest.saveVerdicts(tx, { uniqueId, rows: walk.changed, metres: walk.metres });
    const last = rows.at(-1);
    if (walk.settled || rows.length < PAGE || last === undefined) break;
    state = walk.state;
    after = last;
  }
  return verdicts;
}

interface Walk {
  state: FilterState;
  fromMs: number;
  toMs: number;
  verdicts: Map<string, LateVerdict>;
}

function judgeAgain(rows: readonly ingest.HistoryRow[], { fromMs, toMs, verdicts, ...input }: Walk) {
  let { state } = input;
  let metres = 0;
  const changed: ingest.Rejudged[] = [];
  for (const row of rows) {
    const fix = toFix(row);
    if (fix.atMs < fromMs) {
      // the good place that everything here begins with, and what was set aside since: said long ago
      if (row.filtered === null) state = { good: fix, suspect: null };
      else state = judgePosition({ fix, valid: row.valid, receivedMs: Date.parse(row.receivedAt), state }).state;
      continue;
    }
    const verdict = judgePosition({ fix, valid: row.valid, receivedMs: Date.parse(row.receivedAt), state });
    verdicts.set(row.fingerprint, { filtered: verdict.filtered, previous: state.good });
    const [stepM, storedM] = [verdict.stepM, row.stepM].map((metres) => (metres === null ? null : Math.fround(metres)));
    if (verdict.filtered !== row.filtered || verdict.moving !== row.moving || stepM !== storedM) {
      metres += (stepM ?? 0) - (storedM ?? 0);
      changed.push({
        at: row.at,
        fingerprint: row.fingerprint,
        filtered: verdict.filtered,
        moving: verdict.moving,
        stepM: stepM ?? null,
      });
    }
    state = verdict.state;
    if (fix.atMs > toMs && row.filtered === null && verdict.filtered === null) return { state, metres, changed, settled: true };
  }
  return { state, metres, changed, settled: false };
}
