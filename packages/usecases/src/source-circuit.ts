import type { Circuit } from '@karavan/contracts';

/** Failures in a row after which a source is given up for a while. */
const FAILURES_TO_OPEN = 3;
const FIRST_RETRY_S = 2;
const LONGEST_WAIT_S = 30 * 60;
/** A refused password is not tried again soon: the railway locks accounts. */
const AFTER_BAD_LOGIN_S = 15 * 60;
const LONGEST_AFTER_BAD_LOGIN_S = 6 * 3600;

export interface CircuitState {
  circuit: Circuit;
  failures: number;
}

/**
 * What one look makes of a source, and in how many seconds to look again. Failures are tried again soon at first, twice as
 * late each time; three in a row, or one refused login, open the circuit. An open one is tried once (half open) and
 * closed by the first success.
 */
export function afterLook(
  before: CircuitState,
  look: { result: 'ok' | 'failed' | 'badLogin'; everySeconds: number },
): CircuitState & { waitSeconds: number } {
  const { everySeconds } = look;
  if (look.result === 'ok') return { circuit: 'closed', failures: 0, waitSeconds: everySeconds };
  const failures = before.failures + 1;
  if (look.result === 'badLogin') {
    const wait = Math.min(AFTER_BAD_LOGIN_S * 2 ** (failures - 1), LONGEST_AFTER_BAD_LOGIN_S);
    return { circuit: 'open', failures, waitSeconds: Math.max(everySeconds, wait) };
  }
  if (failures < FAILURES_TO_OPEN && before.circuit === 'closed')
    return { circuit: 'closed', failures, waitSeconds: Math.min(everySeconds, FIRST_RETRY_S * 2 ** (failures - 1)) };
  const longest = Math.max(everySeconds, Math.min(LONGEST_WAIT_S, everySeconds * 10));
  const doubled = everySeconds * 2 ** Math.max(0, failures - FAILURES_TO_OPEN);
  return { circuit: 'open', failures, waitSeconds: Math.min(doubled, longest) };
}
