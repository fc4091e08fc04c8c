/** A mailbox that reports are sent to, the railway's subscription among them: `cargolk@gvc.rzd.ru`, `Отчёт слежения …`. */
import { type FileOutcome, SourceError, type SourceFile, type SourceLook, type SourceReader } from '@karavan/contracts';
import type { FetchMessageObject, ImapFlow, SearchObject } from 'imapflow';
import { type ImapOptions, openImap, toSourceError } from './open-imap.ts';
import { type MailHead, readFiles, readHead } from './read-mail.ts';

export interface MailboxOptions extends Omit<ImapOptions, 'timeoutMs'> {
  folder: string;
  /** whole addresses, or `@` and a domain, in lower case */
  senders: readonly string[];
  /** words the subject has to contain; empty: any */
  subject: string;
  whenDone: 'flag' | 'move';
  moveTo?: string | undefined;
  /** silence of the server that ends the look; default 30 s */
  timeoutMs?: number;
  /** what is older is history; default 30 days */
  daysBack?: number;
  now?: () => Date;
}

const MAX_MESSAGE_BYTES = 60 * 1024 * 1024;
const DONE_FLAGS = ['\\Seen', '$Karavan'];
const DAY_MS = 24 * 3_600_000;
/** heads of so many messages are asked for at once */
const HEADS_AT_ONCE = 100;

export function createMailboxReader(options: MailboxOptions): SourceReader {
  const { daysBack = 30, now = () => new Date(), timeoutMs = 30_000 } = options;
  const imap: ImapOptions = { ...options, timeoutMs };
  return {
    async *read({ signal, recall }) {
      const client = await openImap(imap, signal);
      const end = () => client.close();
      signal.addEventListener('abort', end, { once: true });
      try {
        const since = new Date(now().getTime() - daysBack * DAY_MS);
        for await (const message of listMessages(client, { options, since })) {
          signal.throwIfAborted();
          yield* readMessage(client, { message, options, recall });
        }
      } catch (error) {
        signal.throwIfAborted();
        throw toSourceError(error, imap);
      } finally {
        signal.removeEventListener('abort', end);
        client.close();
      }
    },
  };
}

interface Message {
  uid: number;
  /** the same for the same message as long as the server keeps its numbers */
  key: string;
  flags: ReadonlySet<string>;
  bytes: number;
}

/** The messages that are ours, oldest first. */
async function* listMessages(
  client: ImapFlow,
  { options, since }: { options: MailboxOptions; since: Date },
): AsyncGenerator<Message> {
  // The lock keeps the connection alive while a report is being stored.
  await client.getMailboxLock(options.folder);
  const validity = client.mailbox === false ? undefined : client.mailbox.uidValidity;
  if (validity === undefined) throw new SourceError('BAD_REPLY', `${options.host} gave no UIDVALIDITY of ${options.folder}.`);
  const uids = await client.search({ since, deleted: false, ...fromCriteria(options.senders) }, { uid: true });
  if (!uids) throw refused(client, `${options.host} would not search ${options.folder}.`);
  const ordered = uids.filter((uid) => Number.isSafeInteger(uid) && uid > 0).sort((a, b) => a - b);
  for (let at = 0; at < ordered.length; at += HEADS_AT_ONCE) {
    const heads = await client.fetchAll(
      ordered.slice(at, at + HEADS_AT_ONCE).join(','),
      { uid: true, flags: true, size: true, headers: ['from', 'subject'] },
      { uid: true },
    );
    for (const head of heads.sort((a, b) => a.uid - b.uid)) {
      if (!(await isOurs(head, options))) continue;
      yield { uid: head.uid, key: `${validity}:${head.uid}`, flags: head.flags ?? new Set(), bytes: head.size ?? 0 };
    }
  }
}

/** Sender and subject both: the railway's error mails come from the same sender. */
async function isOurs({ headers }: FetchMessageObject, { senders, subject: words }: MailboxOptions): Promise<boolean> {
  const { from, subject }: MailHead = await readHead(headers ?? new Uint8Array());
  const isSender = senders.some((sender) => (sender.startsWith('@') ? from.endsWith(sender) : from === sender));
  const fold = (text: string) => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ');
  return isSender && fold(subject).includes(fold(words));
}

/** Narrows the search at the server; whoever has a name IMAP would have to quote is told by the headers alone. */
function fromCriteria(senders: readonly string[]): SearchObject {
  if (!senders.every((sender) => /^[\w.+-]*@[\w.-]+$/.test(sender))) return {};
  const [only, ...others] = senders.map((from) => ({ from }));
  return only === undefined || others.length > 0 ? { or: senders.map((from) => ({ from })) } : only;
}

interface Reading {
  message: Message;
  options: MailboxOptions;
  recall: SourceLook['recall'];
}

/** The reports of one message, and last a note of the message itself. */
async function* readMessage(client: ImapFlow, { message, options, recall }: Reading): AsyncGenerator<SourceFile> {
  const { uid, key, flags, bytes: size } = message;
  const acknowledge = () => markDone(client, { uid, options });
  const before = await recall(key);
  // Stored by a program that ended before it could say so here.
  const isMarked = DONE_FLAGS.some((flag) => flags.has(flag));
  if (before === 'stored' && (options.whenDone === 'move' || !isMarked)) await acknowledge();
  if (before !== undefined) return;
  if (size > MAX_MESSAGE_BYTES)
    return void (yield nothingIn(key, { problem: `A message of ${size} bytes; a report is not that large.`, unreadable: true }));
  const whole = await client.fetchOne(String(uid), { source: true }, { uid: true });
  if (!whole || whole.source === undefined) return; // somebody took it away meanwhile
  const { files, problems } = await readFiles(whole.source);
  const [problem] = problems;
  if (files.length === 0) {
    const why = { problem: problem ?? 'No report is attached to the message.', unreadable: problem !== undefined };
    return void (yield nothingIn(key, why));
  }
  let isStored = problem === undefined;
  for (const [index, { fileName, bytes }] of files.entries()) {
    const settle = async ({ stored }: FileOutcome) => {
      isStored &&= stored;
    };
    yield { key: `${key}/${index + 1}`, fileName, bytes, settle };
  }
  const unused = isStored ? null : (problem ?? 'A file of the message holds no report.');
  yield {
    key,
    fileName: null,
    bytes: null,
    outcome: { stored: isStored, problem: unused, unreadable: problem !== undefined },
    settle: async () => (isStored ? acknowledge() : undefined),
  };
}

const nothingIn = (key: string, why: { problem: string; unreadable: boolean }): SourceFile => ({
  key,
  fileName: null,
  bytes: null,
  outcome: { stored: false, ...why },
  settle: async () => undefined,
});

async function markDone(client: ImapFlow, { uid, options }: { uid: number; options: MailboxOptions }): Promise<void> {
  const range = String(uid);
  const { moveTo, whenDone, host } = options;
  if (whenDone === 'flag' || moveTo === undefined) {
    const isMarked = await client.messageFlagsAdd(range, DONE_FLAGS, { uid: true });
    if (!isMarked) throw refused(client, `${host} would not mark message ${uid}.`);
    return;
  }
  if (await move(client, { range, to: moveTo })) return;
  await client.mailboxCreate(moveTo).catch(() => undefined); // one that is there, or the next refusal tells
  if (await move(client, { range, to: moveTo })) return;
  throw refused(client, `${host} would not move message ${uid} to ${moveTo}.`);
}

/** The library says no alike when the server does and when the server is gone. */
const refused = (client: ImapFlow, words: string): SourceError =>
  client.usable ? new SourceError('BAD_REPLY', words) : new SourceError('UNREACHABLE', 'The connection to the mailbox was lost.');

async function move(client: ImapFlow, { range, to }: { range: string; to: string }): Promise<boolean> {
  if (client.capabilities.has('MOVE') || client.capabilities.has('UIDPLUS'))
    return Boolean(await client.messageMove(range, to, { uid: true }));
  // Without UIDPLUS an EXPUNGE would take what others have marked as well.
  if (!(await client.messageCopy(range, to, { uid: true }))) return false;
  return client.messageFlagsAdd(range, ['\\Deleted'], { uid: true });
}
