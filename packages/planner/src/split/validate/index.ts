import type { SplitReply, SplitRequest, SplitTrip } from '@karavan/contracts';
import { type Known, SHIPPED } from '../../load/index.ts';
import { axleFindings } from './axles.ts';
import { factsOf } from './facts.ts';
import { lawfulPayloads, massFindings, sharedMassFindings, supplyFindings } from './masses.ts';
import { timeFindings } from './times.ts';
import { totalFindings } from './totals.ts';
import type { Finding, Violation } from './violation.ts';

export type { Violation } from './violation.ts';

/**
 * Every rule of 5.4 that a reply breaks, found by reading request and reply alone: of the planner nothing is used but the
 * calendar and the payload of a described vehicle, by the law that is `known`. Violations of locked trips among themselves are marked: nobody may mend them.
 */
export function validateSplit(request: SplitRequest, reply: SplitReply, known: Known = SHIPPED): Violation[] {
  const facts = factsOf(request, reply.trips);
  const findings = [
    ...timeFindings(request, facts),
    ...massFindings(request, facts, lawfulPayloads(request, known)),
    ...axleFindings(request, { facts, known }),
    ...sharedMassFindings(request, facts),
    ...totalFindings(request, reply),
  ];
  return findings.map((finding) => ({ ...finding, locked: areLocked(reply.trips, finding) }));
}

/** Whether trips that keep times and mass can stand beside each other; what they serve is decided later. */
export function fixedViolations(request: SplitRequest, trips: readonly SplitTrip[], known: Known = SHIPPED): Violation[] {
  const facts = factsOf(request, trips);
  const findings = [
    ...timeFindings(request, facts),
    ...massFindings(request, facts, lawfulPayloads(request, known)),
    ...supplyFindings(request, facts),
  ];
  return findings.map((finding) => ({ ...finding, locked: areLocked(trips, finding) }));
}

function areLocked(trips: readonly SplitTrip[], finding: Finding): boolean {
  return finding.trips.length > 0 && finding.trips.every((index) => trips[index]?.locked === true);
}
