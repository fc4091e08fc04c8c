import { type FileOutcome, type PositionReader, SourceError, type SourceFile, type SourceReader } from '@karavan/contracts';
import { AppError, toAppError } from '@karavan/runtime';
import { sources } from '@karavan/store';
import { type Deps, systemActor } from './deps.ts';
import { takeInReport } from './report-intake.ts';
import { afterLook } from './source-circuit.ts';
import { pollPositions } from './source-poll.ts';
import { tellStaff } from './tell-staff.ts';

type Source = sources.SourceRecord;
interface SourceId {
  companyId: string;
  id: string;
}
type Reader = SourceReader | PositionReader;
type Open = (source: Source) => Reader | Promise<Reader>;

/** A look whose worker died is taken over after this long; a living one renews its lease well before. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
/** No look takes longer: ordering a report may take five minutes, a full mailbox some more. */
const LONGEST_LOOK_MS = 15 * 60_000;
/** A run of other files waits for the next look, so that one that never ends is seen to be at work. */
const MOST_FILES = 500;

/**
 * One look at one source, if its time has come and nobody else is at it: take in what is there, note how it went, tell
 * the company once when the source is given up and once when it is back. A failing source fails alone.
 */
export async function runSource(
  deps: Deps,
  input: SourceId & { open: Open; signal?: AbortSignal | undefined },
): Promise<boolean> {
  const { companyId, id, open } = input;
  const scope = { companyId, customerId: null };
  const now = deps.clock();
  const source = await deps.db.scoped(scope, (tx) =>
    sources.leaseSource(tx, { id, now, until: new Date(now.getTime() + LEASE_MS) }),
  );
  if (source === undefined) return false;
  const renew = setInterval(() => {
    const until = new Date(deps.clock().getTime() + LEASE_MS);
    deps.db
      .scoped(scope, (tx) => sources.renewLease(tx, { id, until }))
      .catch((error: unknown) => {
        deps.log.warn({ event: 'source.lease_not_renewed', source: id, error }); // the database is away; the look goes on
      });
  }, RENEW_MS);
  try {
    const failure = await look(deps, { source, open, signal: input.signal });
    if (input.signal?.aborted) return await giveBack(deps, source);
    await note(deps, { source, failure });
  } finally {
    clearInterval(renew);
  }
  return true;
}

/** Undefined when all went well. Never throws: whatever a source does is its own health. */
async function look(
  deps: Deps,
  input: { source: Source; open: Open; signal: AbortSignal | undefined },
): Promise<SourceError | undefined> {
  const { source } = input;
  const timeout = AbortSignal.timeout(LONGEST_LOOK_MS);
  const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout;
  try {
    const reader = await input.open(source);
    if ('read' in reader) return await readFiles(deps, { source, reader, signal });
    await pollPositions(deps, { source, reader, signal });
    return undefined;
  } catch (error) {
    return toSourceError(error, timeout.aborted);
  }
}

async function readFiles(
  deps: Deps,
  input: { source: Source; reader: SourceReader; signal: AbortSignal },
): Promise<SourceError | undefined> {
  const { source, reader, signal } = input;
  const recall = async (key: string) => {
    const item = await deps.db.scoped({ companyId: source.companyId, customerId: null }, (tx) =>
      sources.findItem(tx, { sourceId: source.id, key }),
    );
    return item && (item.stored ? 'stored' : 'unusable');
  };
  let left = MOST_FILES;
  const problems: string[] = [];
  for await (const file of reader.read({ signal, recall })) {
    const problem = await takeFile(deps, { source, file });
    if (problem !== undefined) problems.push(problem);
    left -= 1;
    if (left === 0) break;
  }
  const [first] = problems;
  return first === undefined
    ? undefined
    : new SourceError('BAD_REPLY', problems.length === 1 ? first : `${first} (${problems.length} files)`);
}

/**
 * Takes in one file, notes it, and only then tells the source. Gives what is wrong with the source itself: an account that
 * answers with rubbish is out of order; a message without a report or a new layout is a matter of that file.
 */
async function takeFile(deps: Deps, { source, file }: { source: Source; file: SourceFile }): Promise<string | undefined> {
  const { companyId, id: sourceId } = source;
  const taken = await takeBytes(deps, { source, file });
  const { key } = file;
  const at = deps.clock();
  if (key !== null)
    await deps.db.scoped({ companyId, customerId: null }, async (tx) => {
      await sources.saveItem(tx, { companyId, sourceId, at, key, stored: taken.stored, problem: taken.problem });
      if (!taken.unreadable) return;
      const evidence = { source: sourceId, name: source.name, problem: taken.problem };
      await tellStaff(tx, { companyId, kind: 'reportUnreadable', at, evidence });
    });
  if (taken.problem !== null)
    deps.log.warn({ event: 'source.file_not_used', source: sourceId, file: file.fileName, key }, taken.problem);
  await file.settle(taken);
  return key === null && taken.code !== 'UNKNOWN_LAYOUT' ? (taken.problem ?? undefined) : undefined;
}

async function takeBytes(
  deps: Deps,
  { source, file }: { source: Source; file: SourceFile },
): Promise<FileOutcome & { code?: unknown }> {
  if (file.bytes === null) return file.outcome ?? { stored: false, problem: 'There is nothing to read in it.' };
  const actor = systemActor(source.companyId, `source ${source.id}`);
  try {
    await takeInReport(deps, { actor, bytes: file.bytes, source: source.id, fileName: file.fileName });
    return { stored: true, problem: null };
  } catch (error) {
    const known = toAppError(error);
    if (known.code !== 'UNPROCESSABLE' && known.code !== 'TOO_LARGE') throw error;
    return { stored: known.details?.['kept'] === true, problem: known.message, code: known.details?.['code'] };
  }
}

function toSourceError(error: unknown, isLate: boolean): SourceError {
  if (error instanceof SourceError) return error;
  if (isLate) return new SourceError('TIMEOUT', `The look did not end within ${LONGEST_LOOK_MS / 60_000} minutes.`, error);
  if (error instanceof AppError)
    return new SourceError(error.code === 'CONFLICT' ? 'BAD_LOGIN' : 'UNREACHABLE', error.message, error);
  return new SourceError('BAD_REPLY', `Something unforeseen: ${error instanceof Error ? error.message : String(error)}`, error);
}

/** The program ends in the middle of a look: it counts neither way, and the next one to start does it. */
async function giveBack(deps: Deps, { companyId, id }: Source): Promise<boolean> {
  const now = deps.clock();
  await deps.db.scoped({ companyId, customerId: null }, (tx) => sources.renewLease(tx, { id, until: now }));
  return false;
}

async function note(deps: Deps, { source, failure }: { source: Source; failure: SourceError | undefined }): Promise<void> {
  const { companyId, id } = source;
  const at = deps.clock();
  const result = failure === undefined ? 'ok' : failure.code === 'BAD_LOGIN' ? 'badLogin' : 'failed';
  const { waitSeconds, ...next } = afterLook(source, { result, everySeconds: source.everySeconds ?? 900 });
  const isOut = next.circuit === 'open';
  const wasOut = source.outageSince !== null;
  const outageSince = isOut
    ? new Date(source.outageSince ?? at)
    : failure === undefined
      ? null
      : (source.outageSince && new Date(source.outageSince)) || null;
  const kind = isOut && !wasOut ? 'sourceDown' : failure === undefined && wasOut ? 'sourceBack' : undefined;
  await deps.db.scoped({ companyId, customerId: null }, async (tx) => {
    await sources.saveSourceAttempt(tx, {
      id,
      at,
      error: failure ?? null,
      nextRunAt: new Date(at.getTime() + waitSeconds * 1000),
      ...next,
      outageSince,
    });
    const evidence = {
      source: id,
      name: source.name,
      ...(failure ? { code: failure.code, problem: failure.message } : { since: source.outageSince }),
    };
    if (kind !== undefined) await tellStaff(tx, { companyId, kind, at, evidence });
  });
  if (kind !== undefined) deps.announce();
  if (failure !== undefined)
    deps.log.warn({ event: 'source.failed', source: id, code: failure.code, circuit: next.circuit, error: failure });
}
