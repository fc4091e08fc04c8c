/**
 * As much of IMAP4rev1 (RFC 3501) as reading a folder needs: sign in, select, search, fetch, flag, move. Lines and literals
 * are bounded, every wait has an end, and nothing a server says can do more than end its own connection.
 */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { SourceError } from '@karavan/contracts';
import { ResponseReader, type ServerLine } from './response-reader.ts';

export interface ImapOptions {
  host: string;
  port: number;
  tls: boolean;
  login: string;
  password: string;
  /** without a byte from the server */
  timeoutMs: number;
  signal: AbortSignal;
}

export interface ImapClient {
  has(capability: string): boolean;
  /** Opens a folder for reading and writing; its UIDVALIDITY. */
  select(folder: string): Promise<string>;
  /** UIDs of the selected folder, ascending. `criteria` as RFC 3501 6.4.4 has them. */
  search(criteria: string): Promise<number[]>;
  /** The one message's answer to `items`; undefined when it is gone. */
  fetch(uid: number, items: string): Promise<ServerLine | undefined>;
  flag(uid: number, flags: string): Promise<void>;
  move(uid: number, folder: string): Promise<void>;
  close(): void;
}

export async function openImap(options: ImapOptions): Promise<ImapClient> {
  const socket = await connect(options);
  const reader = new ResponseReader();
  const lines: ServerLine[] = [];
  let wake: () => void = () => undefined;
  let broken: Error | undefined;
  const fail = (error: Error) => {
    broken ??= error;
    wake();
  };
  const onAbort = () => socket.destroy(new Error('the look was ended'));
  options.signal.addEventListener('abort', onAbort, { once: true });
  socket.setTimeout(options.timeoutMs, () =>
    socket.destroy(new SourceError('TIMEOUT', `${options.host} said nothing for ${options.timeoutMs} ms.`)),
  );
  socket.on('data', (chunk: Buffer) => {
    try {
      lines.push(...reader.take(chunk));
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    wake();
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server ended the connection')));

  async function nextLine(): Promise<ServerLine> {
    for (;;) {
      const line = lines.shift();
      if (line !== undefined) return line;
      if (broken !== undefined) throw lost(options.host, broken);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  let tags = 0;
  let capabilities = new Set<string>();
  /** Sends one command; parts after the first go out as literals. Gives what the server said before its tagged OK. */
  async function command(...parts: (string | Buffer)[]): Promise<ServerLine[]> {
    tags += 1;
    const tag = `K${tags}`;
    socket.write(`${tag} `);
    for (const part of parts) {
      if (typeof part === 'string') {
        socket.write(part);
        continue;
      }
      socket.write(`{${part.length}}\r\n`);
      const line = await nextLine();
      if (!line.text.startsWith('+'))
        throw new SourceError('BAD_REPLY', `${options.host} did not take a text: ${short(line.text)}`);
      socket.write(part);
    }
    socket.write('\r\n');
    const said: ServerLine[] = [];
    for (;;) {
      const line = await nextLine();
      const [head = '', status = ''] = line.text.split(' ', 2);
      if (head === tag) {
        if (status.toUpperCase() === 'OK') return [...said, line];
        throw new ImapRefusal(line.text.slice(tag.length + 1));
      }
      if (/^\* BYE/i.test(line.text)) throw new SourceError('UNREACHABLE', `${options.host} said goodbye: ${short(line.text)}`);
      learnCapabilities(line.text);
      said.push(line);
    }
  }

  function learnCapabilities(text: string): void {
    const list = /^\* CAPABILITY (.*)$/i.exec(text)?.[1] ?? /\[CAPABILITY ([^\]]*)\]/i.exec(text)?.[1];
    if (list !== undefined) capabilities = new Set(list.toUpperCase().split(/\s+/));
  }

  async function signIn(): Promise<void> {
    const greeting = await nextLine();
    if (!/^\* (OK|PREAUTH)/i.test(greeting.text))
      throw new SourceError('BAD_REPLY', `${options.host} is no IMAP server: ${short(greeting.text)}`);
    try {
      await command('LOGIN ', Buffer.from(options.login), ' ', Buffer.from(options.password));
    } catch (error) {
      if (!(error instanceof ImapRefusal)) throw error;
      const later = /\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]|try again|too many/i.test(error.message);
      throw new SourceError(
        later ? 'UNREACHABLE' : 'BAD_LOGIN',
        `${options.host} refused the sign-in: ${short(error.message)}`,
        error,
      );
    }
    await command('CAPABILITY');
  }

  const client: ImapClient = {
    has: (capability) => capabilities.has(capability),
    async select(folder) {
      const said = await refusable(`open the folder ${folder}`, command('SELECT ', Buffer.from(toMailboxName(folder))));
      const validity = said.map(({ text }) => /\[UIDVALIDITY (\d+)\]/i.exec(text)?.[1]).find((found) => found !== undefined);
      if (validity === undefined) throw new SourceError('BAD_REPLY', `${options.host} gave no UIDVALIDITY of ${folder}.`);
      return validity;
    },
    async search(criteria) {
      const said = await refusable('search', command(`UID SEARCH ${criteria}`));
      const numbers = said.flatMap(({ text }) =>
        /^\* SEARCH/i.test(text) ? text.slice('* SEARCH'.length).trim().split(/\s+/) : [],
      );
      return numbers
        .map(Number)
        .filter((uid) => Number.isSafeInteger(uid) && uid > 0)
        .sort((a, b) => a - b);
    },
    async fetch(uid, items) {
      const said = await refusable(`fetch message ${uid}`, command(`UID FETCH ${uid} (${items})`));
      return said.find(({ text }) => /^\* \d+ FETCH/i.test(text) && new RegExp(`\\bUID ${uid}\\b`, 'i').test(text));
    },
    async flag(uid, flags) {
      await refusable(`flag message ${uid}`, command(`UID STORE ${uid} +FLAGS.SILENT (${flags})`));
    },
    async move(uid, folder) {
      const name = Buffer.from(toMailboxName(folder));
      if (client.has('MOVE')) {
        await refusable(`move message ${uid} to ${folder}`, command(`UID MOVE ${uid} `, name));
        return;
      }
      await refusable(`copy message ${uid} to ${folder}`, command(`UID COPY ${uid} `, name));
      await client.flag(uid, '\\Deleted');
      // Without UIDPLUS an EXPUNGE would take what others have marked as well.
      if (client.has('UIDPLUS')) await refusable(`take message ${uid} out`, command(`UID EXPUNGE ${uid}`));
    },
    close() {
      options.signal.removeEventListener('abort', onAbort);
      socket.end(`K${tags + 1} LOGOUT\r\n`);
      socket.destroySoon();
    },
  };

  async function refusable(what: string, answer: Promise<ServerLine[]>): Promise<ServerLine[]> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof ImapRefusal)
        throw new SourceError('BAD_REPLY', `${options.host} would not ${what}: ${short(error.message)}`, error);
      throw error;
    }
  }

  try {
    await signIn();
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

/** NO or BAD: the server understood and will not. */
class ImapRefusal extends Error {}

function connect({ host, port, tls, timeoutMs, signal }: ImapOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = tls ? connectTls({ host, port, servername: host }) : connectPlain({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs);
    const failed = (error: Error) => {
      clearTimeout(timer);
      reject(new SourceError('UNREACHABLE', `${host}:${port} cannot be reached: ${error.message}.`, error));
    };
    socket.once('error', failed);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

const lost = (host: string, error: Error): SourceError =>
  error instanceof SourceError
    ? error
    : new SourceError('UNREACHABLE', `The connection to ${host} was lost: ${error.message}.`, error);

const short = (text: string): string =>
  text
    .replace(/[\p{Cc}]/gu, ' ')
    .trim()
    .slice(0, 200);

/** Names of folders travel in modified UTF-7 (RFC 3501 5.1.3): `Отчёты` as `&BB4...-`. */
export function toMailboxName(name: string): string {
  return name.replace(/&/g, '&-').replace(/[^\x20-\x7e]+/g, (run) => {
    const bytes = Buffer.from(run, 'utf16le').swap16();
    return `&${bytes.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}
