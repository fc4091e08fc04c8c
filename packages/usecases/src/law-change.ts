import type {
  Actor,
  LawChange,
  LawChangeReply,
  LawItem,
  LawMark,
  LawProposal,
  LawReply,
  NewLawItem,
  RuleSetName,
  StoredLaw,
} from '@karavan/contracts';
import { checkWithdrawal, confirmShipped, LAW, liveOf, type Stamp, viewItem, viewLaw } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { audit, law, type Tx } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { todayOf } from './law-book.ts';
import { propose, refused, versionsOf } from './law-propose.ts';
import { type Effect, effectOf } from './law-trials.ts';

/** Every item of the law on a day, with its state and history. */
export async function listLaw(
  deps: Deps,
  input: { actor: Actor; regime?: RuleSetName | undefined; on?: string | undefined },
): Promise<LawReply> {
  const on = input.on ?? todayOf(deps);
  const stored = await deps.db.scoped(scopeOf(input.actor), law.listVersions);
  const items = viewLaw(LAW, stored, on).filter(({ regime }) => input.regime === undefined || regime === input.regime);
  return { on, items };
}

interface Asked {
  actor: Actor;
  /** tell what would come of it, and save nothing */
  dryRun: boolean;
}

/** Adds an act or a row of the company's own. @throws InputError naming the field */
export function addLawItem(deps: Deps, input: Asked & { item: NewLawItem }): Promise<LawChangeReply> {
  return store(deps, { ...input, proposal: { item: input.item }, action: 'law item added' });
}

/** A new version of an item; what it was stays. @throws InputError naming the field */
export function changeLawItem(deps: Deps, input: Asked & { itemId: string; change: LawChange }): Promise<LawChangeReply> {
  const { itemId, change } = input;
  return store(deps, {
    ...input,
    proposal: { itemId, change },
    action: change.ends === undefined ? 'law item changed' : 'law item ended',
  });
}

async function store(deps: Deps, input: Asked & { proposal: LawProposal; action: string }): Promise<LawChangeReply> {
  const { actor, dryRun, proposal } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    if (!dryRun) await law.lockLaw(tx, actor.companyId);
    const stored = await law.listVersions(tx);
    const { candidate, warnings } = refused(() => propose(stored, proposal, stampOf(deps, actor)));
    const after = [...stored, candidate];
    const effect = await effectOf(tx, { deps, actor, stored, after, from: candidate.validFrom });
    if (!dryRun) {
      await law.insertVersion(tx, { companyId: actor.companyId, version: candidate });
      await note(tx, actor, input.action, candidate);
    }
    return replyOf({ deps, after, id: candidate.id, effect, warnings, saved: !dryRun });
  });
}

/** An admin has held a version against its source. What ships is written down by that, so that a later edition of the product does not change it. */
export async function confirmLawItem(deps: Deps, input: { actor: Actor; itemId: string; mark: LawMark }): Promise<LawItem> {
  const { actor, itemId, mark } = input;
  const stamp = stampOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    await law.lockLaw(tx, actor.companyId);
    const versions = versionsOf(await law.listVersions(tx), itemId);
    const version = pick(versions, mark.version);
    if (version.version > 0) await law.confirmVersion(tx, { itemId, version: version.version, by: actor.name, at: deps.clock() });
    else {
      if (liveOf(versions).length > 1)
        throw new AppError('CONFLICT', 'This item has a newer version; confirm that one, or withdraw it first.');
      await law.insertVersion(tx, {
        companyId: actor.companyId,
        version: confirmShipped(version, versions, { ...stamp, note: mark.note }),
      });
    }
    await note(tx, actor, 'law item confirmed', version);
    return viewItem(versionsOf(await law.listVersions(tx), itemId), todayOf(deps));
  });
}

/** A version no longer counts; what was before it does again. @throws InputError where two rows would then stand for one case */
export async function withdrawLawItem(deps: Deps, input: Asked & { itemId: string; mark: LawMark }): Promise<LawChangeReply> {
  const { actor, itemId, mark, dryRun } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    if (!dryRun) await law.lockLaw(tx, actor.companyId);
    const stored = await law.listVersions(tx);
    const version = pick(versionsOf(stored, itemId), mark.version);
    if (version.version === 0)
      throw new AppError('CONFLICT', 'What ships with the product cannot be withdrawn; give the last day it holds with ends.');
    refused(() => checkWithdrawal({ base: LAW, stored }, version));
    const at = deps.clock();
    const after = stored.map((one) =>
      one === version ? { ...one, withdrawnBy: actor.name, withdrawnAt: at.toISOString() } : one,
    );
    const effect = await effectOf(tx, { deps, actor, stored, after, from: version.validFrom });
    if (!dryRun) {
      await law.withdrawVersion(tx, { itemId, version: version.version, by: actor.name, at });
      await note(tx, actor, 'law item withdrawn', version);
    }
    return replyOf({ deps, after, id: itemId, effect, warnings: [], saved: !dryRun });
  });
}

const stampOf = (deps: Deps, actor: Actor): Stamp => ({ by: actor.name, at: deps.clock().toISOString() });

/** The version that was named, or the newest that counts. */
function pick(versions: readonly StoredLaw[], number: number | undefined): StoredLaw {
  const live = liveOf(versions);
  const found = number === undefined ? live[0] : live.find(({ version }) => version === number);
  if (found !== undefined) return found;
  throw new AppError(
    'CONFLICT',
    number === undefined ? 'Every version was withdrawn.' : `Version ${number} is not there, or was withdrawn.`,
  );
}

function replyOf(input: {
  deps: Deps;
  after: readonly StoredLaw[];
  id: string;
  effect: Effect;
  warnings: LawChangeReply['warnings'];
  saved: boolean;
}): LawChangeReply {
  const { deps, after, id, effect, warnings, saved } = input;
  return { saved, item: viewItem(versionsOf(after, id), todayOf(deps)), warnings, ...effect };
}

const note = (tx: Tx, actor: Actor, action: string, { id, version }: StoredLaw): Promise<void> =>
  audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action, subject: id, details: { version } });
