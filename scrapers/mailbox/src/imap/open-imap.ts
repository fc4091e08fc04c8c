import { SourceError } from '@karavan/contracts';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';

export interface ImapOptions {
  host: string;
  port: number;
  /** encrypted from the first byte */
  tls: boolean;
  /** without `tls`: no password before the connection is encrypted. Otherwise that is done where the server offers it */
  starttls?: boolean | undefined;
  /** certificates (PEM) that are trusted besides those of the system */
  ca?: string | undefined;
  login: string;
  password: string;
  /** without a byte from the server */
  timeoutMs: number;
}

/** A line is a list of numbers or names; a literal is one message. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
const MAX_LITERAL_BYTES = 64 * 1024 * 1024;

/** A signed-in connection. @throws SourceError UNREACHABLE, TIMEOUT, BAD_LOGIN, BAD_REPLY; the caller's own abort as it is */
export async function openImap(options: ImapOptions, signal: AbortSignal): Promise<ImapFlow> {
  signal.throwIfAborted();
  const client = new ImapFlow(settingsOf(options));
  client.on('error', () => undefined); // the command under way tells the same
  let end: () => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    end = () => reject(new Error('the look was ended'));
  });
  signal.addEventListener('abort', end, { once: true });
  try {
    await Promise.race([client.connect(), ended]);
    return client;
  } catch (error) {
    client.close();
    signal.throwIfAborted();
    throw toSourceError(error, options);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function settingsOf(options: ImapOptions): ImapFlowOptions {
  const { host, port, tls, starttls, ca, login, password, timeoutMs } = options;
  return {
    host,
    port,
    secure: tls,
    ...(!tls && starttls ? { doSTARTTLS: true } : {}),
    auth: { user: login, pass: password },
    ...(ca === undefined ? {} : { tls: { ca } }),
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxLineLength: MAX_LINE_BYTES,
    maxLiteralSize: MAX_LITERAL_BYTES,
    maxResponseSize: MAX_LITERAL_BYTES + MAX_LINE_BYTES,
  };
}

/** What the library sets on its errors, as far as it tells one trouble from another. */
interface Told {
  code?: string;
  authenticationFailed?: boolean;
  tlsFailed?: boolean;
  responseStatus?: string;
  responseText?: string;
  response?: unknown;
  serverResponseCode?: string;
}

const TIMEOUTS: ReadonlySet<string> = new Set(['ETIMEOUT', 'CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);
const TOO_LARGE: ReadonlySet<string> = new Set(['LineTooLarge', 'LiteralTooLarge', 'ResponseTooLarge']);

/** The library's error in our words. */
export function toSourceError(error: unknown, { host, port, timeoutMs }: ImapOptions): SourceError {
  if (error instanceof SourceError) return error;
  const told: Told = error instanceof Error ? (error as Error & Told) : {};
  const said = short(told.responseText ?? (typeof told.response === 'string' ? told.response : messageOf(error)));
  if (told.authenticationFailed) {
    const isLater = /^(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)$/i.test(told.serverResponseCode ?? '');
    const wait = isLater || /\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]|try again|too many/i.test(said);
    return new SourceError(wait ? 'UNREACHABLE' : 'BAD_LOGIN', `${host} refused the sign-in: ${said}`, error);
  }
  if (TIMEOUTS.has(told.code ?? '')) return new SourceError('TIMEOUT', `${host} said nothing for ${timeoutMs} ms.`, error);
  if (told.tlsFailed || /certificate|self-signed|altname/i.test(said))
    return new SourceError('BAD_REPLY', `${host}:${port} offers no connection that can be trusted: ${said}.`, error);
  if (TOO_LARGE.has(told.code ?? '') || told.code?.startsWith('ParserError'))
    return new SourceError('BAD_REPLY', `${host} answered with something no mail server says: ${said}`, error);
  if (told.responseStatus === 'NO' || told.responseStatus === 'BAD')
    return new SourceError('BAD_REPLY', `${host} refused a request: ${said}`, error);
  return new SourceError('UNREACHABLE', `${host}:${port} cannot be reached: ${said}.`, error);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const short = (text: string): string =>
  text
    .replace(/[\p{Cc}]/gu, ' ')
    .trim()
    .slice(0, 200);
