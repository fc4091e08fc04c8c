/**
 * A mail server as far as a reader of reports meets one: IMAP4rev1 over TCP with sign-in, folders, UIDs, flags and moves.
 * It forgets nothing of what it was asked, so that a test can see what was touched and what was not.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Command, CommandReader } from './command-reader.ts';
import { composeMail, type Mail } from './compose-mail.ts';

export interface MailServerOptions {
  login: string;
  password: string;
  port?: number;
  /** what the server can besides IMAP4rev1; default MOVE and UIDPLUS */
  capabilities?: readonly string[];
}

export interface StoredMail {
  uid: number;
  folder: string;
  flags: Set<string>;
  raw: Buffer;
}

export interface MailServer {
  host: string;
  port: number;
  /** puts a message into INBOX as another server would; gives its UID */
  deliver(mail: Mail | Buffer): number;
  messages(folder?: string): readonly StoredMail[];
  /** commands as they came, without arguments that are secret */
  log: readonly string[];
  /** all UIDs are given anew, as after a restore of the server */
  renumber(): void;
  /** from now on every command is answered by silence */
  hang(): void;
  stop(): Promise<void>;
}

interface Session {
  socket: Socket;
  isSignedIn: boolean;
  folder: string | undefined;
}

/** Starts the server on 127.0.0.1, on a free port unless one is given. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const capabilities = ['IMAP4rev1', ...(options.capabilities ?? ['MOVE', 'UIDPLUS'])].join(' ');
  const mails: StoredMail[] = [];
  const log: string[] = [];
  const sockets = new Set<Socket>();
  let validity = 1_700_000_000;
  let lastUid = 0;
  let hangs = false;

  const nextUid = (): number => {
    lastUid += 1;
    return lastUid;
  };
  const selected = (session: Session) => mails.filter(({ folder }) => folder === session.folder);
  const find = (session: Session, uid: string | undefined) => selected(session).find((mail) => mail.uid === Number(uid));

  /** Untagged lines of a command; throws a refusal. */
  const commands: Record<string, (session: Session, args: string[]) => (string | Buffer)[]> = {
    CAPABILITY: () => [`* CAPABILITY ${capabilities}\r\n`],
    NOOP: () => [],
    LOGOUT: () => ['* BYE see you\r\n'],
    LOGIN: (session, [login, password]) => {
      if (login !== options.login || password !== options.password)
        throw new Refusal('[AUTHENTICATIONFAILED] wrong login or password');
      session.isSignedIn = true;
      return [];
    },
    SELECT: (session, [folder = '']) => {
      if (folder !== 'INBOX' && !mails.some((mail) => mail.folder === folder)) throw new Refusal('[NONEXISTENT] no such folder');
      session.folder = folder;
      return [
        `* ${selected(session).length} EXISTS\r\n`,
        '* FLAGS (\\Seen \\Deleted)\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] ok\r\n',
        `* OK [UIDVALIDITY ${validity}] valid\r\n`,
      ];
    },
    'UID SEARCH': (session) => [
      `* SEARCH ${selected(session)
        .flatMap(({ uid, flags }) => (flags.has('\\Deleted') ? [] : [uid]))
        .join(' ')}\r\n`,
    ],
    'UID FETCH': (session, [uid, ...items]) => {
      const mail = find(session, uid);
      if (mail === undefined) return [];
      const end = mail.raw.indexOf('\r\n\r\n');
      const isHead = items.join(' ').includes('HEADER.FIELDS');
      const bytes = isHead ? Buffer.concat([mail.raw.subarray(0, Math.max(0, end)), Buffer.from('\r\n\r\n')]) : mail.raw;
      const facts = `UID ${mail.uid} FLAGS (${[...mail.flags].join(' ')}) RFC822.SIZE ${mail.raw.length}`;
      const part = isHead ? 'BODY[HEADER.FIELDS (FROM SUBJECT)]' : 'BODY[]';
      return [`* ${selected(session).indexOf(mail) + 1} FETCH (${facts} ${part} {${bytes.length}}\r\n`, bytes, ')\r\n'];
    },
    'UID STORE': (session, [uid, , ...flags]) => {
      for (const flag of flags.join(' ').replace(/[()]/g, '').split(' ')) find(session, uid)?.flags.add(flag);
      return [];
    },
    'UID COPY': (session, [uid, folder = '']) => {
      const mail = find(session, uid);
      if (mail) mails.push({ ...mail, folder, uid: nextUid(), flags: new Set(mail.flags) });
      return [];
    },
    'UID MOVE': (session, [uid, folder = '']) => {
      const mail = find(session, uid);
      if (mail) Object.assign(mail, { folder, uid: nextUid() });
      return [];
    },
    'UID EXPUNGE': (session, [uid]) => {
      const mail = find(session, uid);
      if (mail?.flags.has('\\Deleted')) mails.splice(mails.indexOf(mail), 1);
      return [];
    },
  };

  function answer(session: Session, { tag, name, args }: Command): void {
    log.push(name === 'LOGIN' ? 'LOGIN' : [name, ...args].join(' '));
    if (hangs) return;
    const run = commands[name];
    try {
      if (run === undefined) throw new Refusal(`${name} is unknown`);
      if (!session.isSignedIn && !['LOGIN', 'CAPABILITY', 'LOGOUT', 'NOOP'].includes(name)) throw new Refusal('sign in first');
      for (const part of run(session, args)) session.socket.write(part);
      session.socket.write(`${tag} OK done\r\n`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      session.socket.write(`${tag} NO ${error.message}\r\n`);
    }
    if (name === 'LOGOUT') session.socket.end();
  }

  const server = createServer((socket) => {
    const session: Session = { socket, isSignedIn: false, folder: undefined };
    const reader = new CommandReader(() => socket.write('+ go on\r\n'));
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // the reader went away
    socket.on('data', (chunk) => {
      for (const command of reader.take(chunk)) answer(session, command);
    });
    socket.write(`* OK [CAPABILITY ${capabilities}] ready\r\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    deliver(mail) {
      const uid = nextUid();
      mails.push({ uid, folder: 'INBOX', flags: new Set(), raw: Buffer.isBuffer(mail) ? mail : composeMail(mail) });
      return uid;
    },
    messages: (folder = 'INBOX') => mails.filter((mail) => mail.folder === folder),
    log,
    renumber() {
      validity += 1;
      for (const mail of mails) mail.uid = nextUid();
    },
    hang: () => {
      hangs = true;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

class Refusal extends Error {}
