import type { Argument, Command } from './command-reader.ts';
import { headersOf, headOf, type MailStore, type StoredMail } from './mail-store.ts';
import { inSet, toTest } from './search.ts';

/** NO or BAD: understood, and refused. */
export class Refusal extends Error {}

export interface SessionOptions {
  store: MailStore;
  login: string;
  password: string;
  capabilities: readonly string[];
  /** sign-in without encryption is refused */
  tlsOnly: boolean;
  isEncrypted: () => boolean;
}

type Lines = (string | Buffer)[];
type Run = (args: Argument[]) => Lines;

/** before the sign-in */
const OPEN_TO_ALL = new Set(['CAPABILITY', 'NOOP', 'LOGOUT', 'LOGIN', 'AUTHENTICATE', 'ID', 'STARTTLS']);

/** One client's conversation: its sign-in, its folder, its commands. */
export class ImapSession {
  private readonly options: SessionOptions;
  private readonly store: MailStore;
  private isSignedIn = false;
  private folder: string | undefined;
  private readonly commands: Readonly<Record<string, Run>>;

  constructor(options: SessionOptions) {
    this.options = options;
    this.store = options.store;
    this.commands = {
      CAPABILITY: () => [`* CAPABILITY ${this.capabilities()}\r\n`],
      NOOP: () => [],
      ID: () => ['* ID ("name" "simulator")\r\n'],
      LOGOUT: () => ['* BYE see you\r\n'],
      NAMESPACE: () => ['* NAMESPACE (("" "/")) NIL NIL\r\n'],
      LOGIN: ([login, password]) => this.signIn(String(login), String(password)),
      AUTHENTICATE: ([, answer]) => this.authenticate(String(answer ?? '')),
      LIST: ([, pattern = '']) => this.list(String(pattern)),
      LSUB: ([, pattern = '']) => this.list(String(pattern), 'LSUB'),
      CREATE: ([name]) => this.create(String(name)),
      SUBSCRIBE: () => [],
      SELECT: ([name]) => this.select(String(name)),
      EXAMINE: ([name]) => this.select(String(name)),
      CLOSE: () => this.close(),
      UNSELECT: () => this.close(),
      'UID SEARCH': (args) => [`* SEARCH ${this.found(args).join(' ')}`.trim(), '\r\n'],
      'UID FETCH': ([set, items]) => this.selected(set).flatMap((mail) => this.fetched(mail, asList(items))),
      'UID STORE': ([set, mode, flags]) => this.flag(String(set), { mode: String(mode), flags: asList(flags) }),
      'UID COPY': ([set, name]) => this.copy(String(set), String(name)),
      'UID MOVE': ([set, name]) => this.move(String(set), String(name)),
      'UID EXPUNGE': ([set]) => this.expunge(inSet(String(set))),
      EXPUNGE: () => this.expunge(() => true),
    };
  }

  capabilities(): string {
    const { capabilities, isEncrypted } = this.options;
    return ['IMAP4rev1', ...capabilities.filter((name) => name !== 'STARTTLS' || !isEncrypted())].join(' ');
  }

  /** Untagged lines of a command. @throws Refusal */
  answer({ name, args }: Command): Lines {
    const run = this.commands[name];
    if (run === undefined) throw new Refusal(`${name} is unknown`);
    if (!this.isSignedIn && !OPEN_TO_ALL.has(name)) throw new Refusal('sign in first');
    return run(args);
  }

  private signIn(login: string, password: string): Lines {
    if (this.options.tlsOnly && !this.options.isEncrypted()) throw new Refusal('[PRIVACYREQUIRED] not without encryption');
    if (login !== this.options.login || password !== this.options.password)
      throw new Refusal('[AUTHENTICATIONFAILED] wrong login or password');
    this.isSignedIn = true;
    return [];
  }

  /** SASL PLAIN: authorisation, login and password with zero bytes between them. */
  private authenticate(answer: string): Lines {
    const [, login = '', password = ''] = Buffer.from(answer, 'base64').toString('utf8').split('\0');
    return this.signIn(login, password);
  }

  private list(pattern: string, word = 'LIST'): Lines {
    const wanted = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/[*%]/g, '.*')}$`, 'i');
    return [...this.store.folders].filter((name) => wanted.test(name)).map((name) => `* ${word} () "/" "${name}"\r\n`);
  }

  private create(name: string): Lines {
    if (this.store.folders.has(name)) throw new Refusal('[ALREADYEXISTS] there is one');
    this.store.folders.add(name);
    return [];
  }

  private select(name: string): Lines {
    if (!this.store.folders.has(name)) throw new Refusal('[NONEXISTENT] no such folder');
    this.folder = name;
    return [
      `* ${this.store.inFolder(name).length} EXISTS\r\n* 0 RECENT\r\n`,
      '* FLAGS (\\Seen \\Deleted)\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] ok\r\n',
      `* OK [UIDVALIDITY ${this.store.validity}] valid\r\n* OK [UIDNEXT 4294967295] next\r\n`,
    ];
  }

  private close(): Lines {
    this.folder = undefined;
    return [];
  }

  private selected(set: Argument | undefined): StoredMail[] {
    return this.store.inFolder(this.folder).filter(inSet(String(set)));
  }

  private found(args: readonly Argument[]): number[] {
    const test = toTest(args);
    return this.store
      .inFolder(this.folder)
      .filter(test)
      .map(({ uid }) => uid);
  }

  private fetched(mail: StoredMail, items: readonly Argument[]): Lines {
    const number = this.store.inFolder(this.folder).indexOf(mail) + 1;
    const parts = items.map((item) => dataOf(mail, String(item)));
    const lines: Lines = [`* ${number} FETCH (UID ${mail.uid}`];
    for (const part of parts)
      if (typeof part === 'string') lines.push(part === '' ? '' : ` ${part}`);
      else lines.push(` ${part.name} {${part.bytes.length}}\r\n`, part.bytes);
    return [...lines, ')\r\n'];
  }

  private flag(set: string, { mode, flags }: { mode: string; flags: readonly Argument[] }): Lines {
    for (const mail of this.selected(set))
      for (const flag of flags.map(String))
        if (mode.startsWith('-')) mail.flags.delete(flag);
        else mail.flags.add(flag);
    return [];
  }

  private copy(set: string, folder: string): Lines {
    this.refuseMissing(folder);
    for (const mail of this.selected(set))
      this.store.mails.push({ ...mail, folder, uid: this.store.nextUid(), flags: new Set(mail.flags) });
    return [];
  }

  private move(set: string, folder: string): Lines {
    this.refuseMissing(folder);
    for (const mail of this.selected(set)) Object.assign(mail, { folder, uid: this.store.nextUid() });
    return [];
  }

  private refuseMissing(folder: string): void {
    if (!this.store.folders.has(folder)) throw new Refusal('[TRYCREATE] no such folder');
  }

  private expunge(wanted: (mail: StoredMail) => boolean): Lines {
    this.store.remove((mail) => mail.folder === this.folder && mail.flags.has('\\Deleted') && wanted(mail));
    return [];
  }
}

const asList = (argument: Argument | undefined): readonly Argument[] =>
  Array.isArray(argument) ? argument : argument === undefined ? [] : [argument];

/** One item of a FETCH; empty for what is told anyway. */
function dataOf(mail: StoredMail, item: string): string | { name: string; bytes: Buffer } {
  if (/^UID$/i.test(item)) return '';
  if (/^FLAGS$/i.test(item)) return `FLAGS (${[...mail.flags].join(' ')})`;
  if (/^RFC822\.SIZE$/i.test(item)) return `RFC822.SIZE ${mail.raw.length}`;
  if (/^INTERNALDATE$/i.test(item)) return `INTERNALDATE "${mail.receivedAt.toUTCString()}"`;
  const body = /^BODY(?:\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/i.exec(item);
  if (body === null) throw new Refusal(`${item} is unknown`);
  const [, section = '', from, length] = body;
  const names = /^HEADER\.FIELDS \(([^)]*)\)$/i.exec(section)?.[1];
  const whole = names !== undefined ? headersOf(mail, names.split(' ')) : /^HEADER$/i.test(section) ? headOf(mail) : mail.raw;
  if (!/PEEK/i.test(item)) mail.flags.add('\\Seen');
  if (from === undefined) return { name: `BODY[${section}]`, bytes: whole };
  return { name: `BODY[${section}]<${from}>`, bytes: whole.subarray(Number(from), Number(from) + Number(length)) };
}
