/** A mailbox that reports are sent to, the railway's subscription among them: `cargolk@gvc.rzd.ru`, `Отчёт слежения …`. */
import { type FileOutcome, SourceError, type SourceFile, type SourceLook, type SourceReader } from '@karavan/contracts';
import { type ImapClient, openImap } from './imap-client.ts';
import { type MailHead, readFiles, readHead } from './mime.ts';

export interface MailboxOptions {
  host: string;
  port: number;
  tls: boolean;
  login: string;
  password: string;
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
/** archives are not opened: a report is sent as it is */
const REPORT_FILE = /\.(xlsx|xls|csv|html?|txt|xml|json)$/i;
const DONE_FLAGS = '\\Seen $Karavan';
const DAY_MS = 24 * 3_600_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function createMailboxReader(options: MailboxOptions): SourceReader {
  const { daysBack = 30, now = () => new Date(), timeoutMs = 30_000 } = options;
  return {
    async *read({ signal, recall }) {
      const client = await openImap({ ...options, timeoutMs, signal });
      try {
        const validity = await client.select(options.folder);
        const since = toImapDate(new Date(now().getTime() - daysBack * DAY_MS));
        for (const uid of await client.search(`SINCE ${since} UNDELETED${fromCriteria(options.senders)}`)) {
          signal.throwIfAborted();
          yield* readMessage(client, { uid, key: `${validity}:${uid}`, options, recall });
        }
      } finally {
        client.close();
      }
    },
  };
}

interface Message {
  uid: number;
  key: string;
  options: MailboxOptions;
  recall: SourceLook['recall'];
}

/** The reports of one message, if it is one of ours, and last a note of the message itself. */
async function* readMessage(client: ImapClient, { uid, key, options, recall }: Message): AsyncGenerator<SourceFile> {
  const head = await client.fetch(uid, 'UID FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)]');
  const [header] = head?.literals ?? [];
  if (head === undefined || header === undefined || !isOurs(readHead(header), options)) return;
  const acknowledge = () =>
    options.whenDone === 'move' && options.moveTo !== undefined ? client.move(uid, options.moveTo) : client.flag(uid, DONE_FLAGS);
  const before = await recall(key);
  // Stored by a program that ended before it could say so here.
  if (before === 'stored' && (options.whenDone === 'move' || !/\\Seen|\$Karavan/i.test(head.text))) await acknowledge();
  if (before !== undefined) return;
  const size = Number(/RFC822\.SIZE (\d+)/i.exec(head.text)?.[1] ?? 0);
  if (size > MAX_MESSAGE_BYTES) return void (yield nothingIn(key, `A message of ${size} bytes; a report is not that large.`));
  const whole = (await client.fetch(uid, 'UID BODY.PEEK[]'))?.literals[0];
  const files = whole === undefined ? [] : readFiles(whole).filter(({ fileName }) => REPORT_FILE.test(fileName));
  if (files.length === 0) return void (yield nothingIn(key, 'No report is attached to the message; archives are not opened.'));
  let isStored = true;
  for (const [index, { fileName, bytes }] of files.entries()) {
    const settle = async ({ stored }: FileOutcome) => {
      isStored &&= stored;
    };
    yield { key: `${key}/${index + 1}`, fileName, bytes, settle };
  }
  const outcome = { stored: isStored, problem: isStored ? null : 'A file of the message holds no report.' };
  yield { key, fileName: null, bytes: null, outcome, settle: async () => (isStored ? acknowledge() : undefined) };
}

const nothingIn = (key: string, problem: string): SourceFile => ({
  key,
  fileName: null,
  bytes: null,
  outcome: { stored: false, problem },
  settle: async () => undefined,
});

/** Sender and subject both: the railway's error mails come from the same sender. */
function isOurs({ from, subject }: MailHead, { senders, subject: words }: MailboxOptions): boolean {
  const isSender = senders.some((sender) => (sender.startsWith('@') ? from.endsWith(sender) : from === sender));
  const fold = (text: string) => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ');
  return isSender && fold(subject).includes(fold(words));
}

/** Narrows the search at the server; whoever has a name IMAP would have to quote is told by the headers alone. */
function fromCriteria(senders: readonly string[]): string {
  if (!senders.every((sender) => /^[\w.+-]*@[\w.-]+$/.test(sender))) return '';
  return senders.map((sender, index) => `${index < senders.length - 1 ? ' OR' : ''} FROM "${sender}"`).join('');
}

/** `22-Nov-2026`, in UTC: a search by days needs no better. */
function toImapDate(at: Date): string {
  if (Number.isNaN(at.getTime())) throw new SourceError('BAD_REPLY', 'The clock gives no time.');
  return `${at.getUTCDate()}-${MONTHS[at.getUTCMonth()]}-${at.getUTCFullYear()}`;
}
