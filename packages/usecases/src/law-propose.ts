import { randomBytes } from 'node:crypto';
import type { LawProposal, StoredLaw } from '@karavan/contracts';
import { checkLaw, InputError, itemsOf, LAW, proposeChange, proposeItem, type Stamp } from '@karavan/planner';
import { AppError } from '@karavan/runtime';

/** The version a proposal would become, held against the tables it would stand in. @throws InputError */
export function propose(stored: readonly StoredLaw[], proposal: LawProposal, stamp: Stamp) {
  if ('item' in proposal) {
    const candidate = proposeItem(proposal.item, `own-${randomBytes(4).toString('hex')}`, stamp);
    return { candidate, warnings: checkLaw({ base: LAW, stored }, candidate, proposal.item) };
  }
  const candidate = proposeChange(versionsOf(stored, proposal.itemId), proposal.change, stamp);
  return { candidate, warnings: checkLaw({ base: LAW, stored }, candidate, proposal.change) };
}

/** What ships and what is stored of one item. @throws AppError NOT_FOUND */
export function versionsOf(stored: readonly StoredLaw[], itemId: string): StoredLaw[] {
  const versions = [...itemsOf(LAW), ...stored].filter(({ id }) => id === itemId);
  if (versions.length === 0) throw new AppError('NOT_FOUND', 'There is no such item of the law.');
  return versions;
}

/** What the pure functions refuse, as the API says it. */
export function refused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [first] = error.errors;
    const code = first?.path === 'ifVersion' ? 'CONFLICT' : 'BAD_INPUT';
    throw new AppError(code, error.message, { cause: error, errors: error.errors });
  }
}
