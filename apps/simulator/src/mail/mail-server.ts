/**
 * A mail server as far as a reader of reports meets one: SMTP that takes mail, and IMAP4rev1 with sign-in, folders, UIDs,
 * flags and moves, over TLS where it is wanted. It forgets nothing of what it was asked, so that a test can see what was
 * touched and what was not.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate.ts';
import { type Command, CommandReader } from './command-reader.ts';
import { composeMail, type Mail } from './compose-mail.ts';
import { ImapSession, Refusal } from './imap-session.ts';
import { MailStore, type StoredMail } from './mail-store.ts';

export interface MailServerOptions {
  login: string;
  password: string;
  port?: number;
  /** what the server can besides IMAP4rev1; default MOVE, UIDPLUS and sign-in by SASL */
  capabilities?: readonly string[];
  /** `implicit`: encrypted from the first byte; `starttls`: offered, and no sign-in without it */
  tls?: 'implicit' | 'starttls';
}

export interface MailServer {
  host: string;
  port: number;
  /** where mail is taken */
  smtpPort: number;
  /** PEM of whom to trust, for a server with TLS */
  certificate: string;
  /** puts a message into INBOX as another server would; gives its UID */
  deliver(mail: Mail | Buffer): number;
  messages(folder?: string): readonly StoredMail[];
  /** commands as they came, without arguments that are secret */
  log: readonly string[];
  /** all UIDs are given anew, as after a restore of the server */
  renumber(): void;
  /** from now on every command is answered by silence */
  hang(): void;
  /** cuts every connection before the answer to the so-manyth command of this name */
  cutAt(name: string, count: number): void;
  stop(): Promise<void>;
}

const SECRETS = new Set(['LOGIN', 'AUTHENTICATE']);
const DEFAULT_CAPABILITIES = ['MOVE', 'UIDPLUS', 'SASL-IR', 'AUTH=PLAIN', 'ID', 'NAMESPACE'];

/** Starts both servers on 127.0.0.1, on free ports unless one is given for IMAP. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const store = new MailStore();
  const log: string[] = [];
  const state: State = { options, store, log, sockets: new Set(), hangs: false, cut: undefined };
  const imap =
    options.tls === 'implicit'
      ? createTlsServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (socket) => serve(socket, state, true))
      : createServer((socket) => serve(socket, state, false));
  imap.on('tlsClientError', () => undefined); // whoever does not trust us
  const smtp = createSmtp(store);
  const [port, smtpPort] = await Promise.all([listen(imap, options.port ?? 0), listen(smtp.server as Server, 0)]);
  return {
    host: '127.0.0.1',
    port,
    smtpPort,
    certificate: CERTIFICATE,
    deliver: (mail) => store.add(Buffer.isBuffer(mail) ? mail : composeMail(mail), new Date()).uid,
    messages: (folder = 'INBOX') => store.inFolder(folder),
    log,
    renumber: () => store.renumber(),
    hang: () => {
      state.hangs = true;
    },
    cutAt: (name, count) => {
      state.cut = { name, left: count };
    },
    stop: async () => {
      for (const socket of state.sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => imap.close(() => resolve())),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ]);
    },
  };
}

interface State {
  options: MailServerOptions;
  store: MailStore;
  log: string[];
  sockets: Set<Socket>;
  hangs: boolean;
  cut: { name: string; left: number } | undefined;
}

function createSmtp(store: MailStore): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        store.add(Buffer.concat(chunks), new Date());
        done();
      });
    },
  });
}

function serve(first: Socket, state: State, startsEncrypted: boolean): void {
  const { options, store } = state;
  let socket = first;
  let isEncrypted = startsEncrypted;
  const offered = [...(options.capabilities ?? DEFAULT_CAPABILITIES), ...(options.tls === 'starttls' ? ['STARTTLS'] : [])];
  const session = new ImapSession({
    store,
    login: options.login,
    password: options.password,
    capabilities: offered,
    tlsOnly: options.tls === 'starttls',
    isEncrypted: () => isEncrypted,
  });
  const listenTo = (to: Socket): void => {
    // A literal and the answer to a challenge are asked for alike.
    const reader = new CommandReader(() => to.write('+ go on\r\n'));
    let waiting: Command | undefined;
    state.sockets.add(to);
    to.on('close', () => state.sockets.delete(to));
    to.on('error', () => to.destroy()); // the reader went away
    to.on('data', (chunk: Buffer) => {
      if (waiting !== undefined) {
        const command = { ...waiting, args: ['PLAIN', chunk.toString('latin1').trim()] };
        waiting = undefined;
        return run(command);
      }
      for (const command of reader.take(chunk)) {
        if (command.name === 'AUTHENTICATE' && command.args.length < 2) {
          waiting = command;
          to.write('+ \r\n');
        } else run(command);
      }
    });
  };
  const run = (command: Command): void => {
    const { name, args } = command;
    state.log.push(SECRETS.has(name) ? name : [name, ...args.map(toText)].join(' '));
    if (state.hangs) return;
    if (isCut(state, name)) return void socket.destroy();
    socket.write(Buffer.concat(answer(session, command).map((part) => Buffer.from(part))));
    if (name === 'LOGOUT') socket.end();
    if (name === 'STARTTLS' && !isEncrypted) {
      socket.removeAllListeners('data');
      socket = new TLSSocket(socket, {
        isServer: true,
        secureContext: createSecureContext({ cert: CERTIFICATE, key: CERTIFICATE_KEY }),
      });
      isEncrypted = true;
      listenTo(socket);
    }
  };
  listenTo(socket);
  socket.write(`* OK [CAPABILITY ${session.capabilities()}] ready\r\n`);
}

function answer(session: ImapSession, command: Command): (string | Buffer)[] {
  if (command.name === 'STARTTLS') return [`${command.tag} OK go ahead\r\n`];
  try {
    return [...session.answer(command), `${command.tag} OK done\r\n`];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [`${command.tag} NO ${error.message}\r\n`];
  }
}

function isCut({ cut }: State, name: string): boolean {
  if (cut?.name !== name) return false;
  cut.left -= 1;
  return cut.left === 0;
}

const toText = (argument: Command['args'][number]): string =>
  Array.isArray(argument) ? `(${argument.map(toText).join(' ')})` : argument;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
