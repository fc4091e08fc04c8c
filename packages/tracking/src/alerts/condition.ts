import type { AlertKind, Severity } from '@karavan/contracts';
import { ms } from '../time.ts';

/** Whether something that may be an alert holds now, as of one look at the present. */
export interface Condition {
  kind: AlertKind;
  subject: string;
  holds: boolean;
  /** when it began, or when it ended */
  at: string;
  severity: Severity;
  label: string;
  evidence: Record<string, unknown>;
  place?: string;
  lat?: number;
  lon?: number;
  assetId?: string;
  sourceId?: string;
  shipments: { id: string; customerId: string }[];
  /** until when something can still be saved */
  riskAt?: string;
  /** it began too long ago for an alert; one that is open goes on */
  isOld?: boolean;
}

export const keyOf = ({ kind, subject }: { kind: AlertKind; subject: string }): string => `${kind} ${subject}`;

/** An episode that has not ended, whether somebody has closed its alert or not. */
export interface GoingOn {
  id: string;
  kind: AlertKind;
  subject: string;
  openedAt: string;
}

export interface Reconciled {
  opened: Condition[];
  ended: { id: string; at: string; evidence: Record<string, unknown> }[];
}

/**
 * Compares what holds with the episodes that go on (AL1): one that holds and has none opens one, one that no longer holds
 * ends with its closing fact, and so does one whose subject is no longer there. The same present again changes nothing.
 */
export function reconcile(input: { conditions: readonly Condition[]; goingOn: readonly GoingOn[]; now: string }): Reconciled {
  const conditions = new Map(input.conditions.map((condition) => [keyOf(condition), condition]));
  const known = new Set(input.goingOn.map(keyOf));
  const opened = input.conditions.filter((condition) => condition.holds && !condition.isOld && !known.has(keyOf(condition)));
  const ended = input.goingOn.flatMap((episode) => {
    const condition = conditions.get(keyOf(episode));
    if (condition?.holds) return [];
    const at = condition?.at ?? input.now;
    const evidence = condition?.evidence ?? { reason: 'gone' };
    return [{ id: episode.id, at: ms(at) < ms(episode.openedAt) ? episode.openedAt : at, evidence }];
  });
  return { opened, ended };
}
