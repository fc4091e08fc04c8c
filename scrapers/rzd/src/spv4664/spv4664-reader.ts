/**
 * The railway's own web service (АСУ-АСУ / ЭТРАН): one SOAP request for "Дислокация вагонов по списку", an XML reply with a
 * row a wagon. Long lists are asked for in portions and put together again, so that one look gives one report of the fleet.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SourceError, type SourceReader } from '@karavan/contracts';
import { Http, type HttpReply } from '../account/http.ts';
import { decodeText } from '../parse/decode-text.ts';
import { MAX_REPORT_BYTES } from '../parse/limits.ts';

export interface Spv4664Options {
  url: string;
  /** `idUser` of the request */
  userId: string;
  /** with it the request carries basic authentication as `userId` */
  password?: string;
  /** empty: all the user may see */
  wagons?: readonly string[];
  wagonsPerRequest?: number;
  /** between two portions, default 500 ms */
  pauseMs?: number;
  /** of one request with its reply, default 60 s */
  timeoutMs?: number;
}

export function createSpv4664Reader(options: Spv4664Options): SourceReader {
  const { url, wagons = [], wagonsPerRequest = 200, pauseMs = 500, timeoutMs = 60_000 } = options;
  return {
    async *read({ signal }) {
      const address = new URL(url);
      const http = new Http({ baseUrl: address.origin, timeoutMs, userAgent: 'Karavan/1.0 (wagon reports)' });
      const replies: Uint8Array[] = [];
      let size = 0;
      for (const [index, portion] of portions(wagons, wagonsPerRequest).entries()) {
        if (index > 0) await pause(pauseMs, undefined, { signal });
        const bytes = await ask(http, { path: address.pathname + address.search, portion, options, signal });
        size += bytes.length;
        if (size > MAX_REPORT_BYTES)
          throw new SourceError('BAD_REPLY', `The service sent more than ${MAX_REPORT_BYTES} bytes; ask for fewer wagons.`);
        replies.push(bytes);
      }
      const [only] = replies;
      const bytes = replies.length === 1 && only !== undefined ? only : joinReplies(replies);
      yield { key: null, fileName: 'spv4664.xml', bytes, settle: async () => undefined };
    },
  };
}

function portions(wagons: readonly string[], size: number): string[][] {
  if (wagons.length === 0) return [[]];
  return Array.from({ length: Math.ceil(wagons.length / size) }, (_, index) => wagons.slice(index * size, (index + 1) * size));
}

interface Ask {
  path: string;
  portion: readonly string[];
  options: Spv4664Options;
  signal: AbortSignal;
}

async function ask(http: Http, { path, portion, options, signal }: Ask): Promise<Uint8Array> {
  const { userId, password } = options;
  const basic = password ? { authorization: `Basic ${Buffer.from(`${userId}:${password}`).toString('base64')}` } : {};
  const reply = await http.request(path, {
    method: 'POST',
    text: { body: envelope(userId, portion), type: 'text/xml; charset=utf-8' },
    headers: { soapaction: '', accept: 'text/xml', ...basic },
    maxBytes: MAX_REPORT_BYTES,
    signal,
  });
  refuseBad(reply, http.host);
  return reply.bytes;
}

function refuseBad({ status, bytes }: HttpReply, host: string): void {
  if (status === 401 || status === 403)
    throw new SourceError('BAD_LOGIN', `${host} refused the user or the password (${status}).`);
  const text = decodeText(bytes);
  const said = /(?:<|&lt;)(?:\w+:)?(?:errorMessage|faultstring)[^<&]*(?:>|&gt;)\s*([^<&]+)/i.exec(text)?.[1]?.trim();
  if (said !== undefined) {
    const isAccess = /парол|пользовател|доступ|авториз|прав[ао]?\b|idUser/i.test(said);
    throw new SourceError(isAccess ? 'BAD_LOGIN' : 'REPORT_FAILED', `The service refused: ${said.slice(0, 200).toWellFormed()}`);
  }
  if (status >= 500 || status === 429 || status === 408) throw new SourceError('UNREACHABLE', `${host} answered ${status}.`);
  if (status !== 200) throw new SourceError('BAD_REPLY', `${host} answered ${status} to the request.`);
  if (!/(<|&lt;)(\w+:)?(referenceSPV4664|row|ASOUPReply|vagon)/i.test(text.slice(0, 20_000)))
    throw new SourceError('BAD_REPLY', `${host} answered with something that is no reference SPV4664.`);
}

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

function envelope(userId: string, wagons: readonly string[]): string {
  const list = wagons.map((wagon) => `<vagon>${escapeXml(wagon)}</vagon>`).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ser="http://service.siw.pktbcki.rzd/">',
    '<soapenv:Body><ser:GetInform><ser:getReferenceSPV4664><ReferenceSPV4664Request>',
    `<idUser>${escapeXml(userId)}</idUser>${list === '' ? '' : `<vagons>${list}</vagons>`}`,
    '</ReferenceSPV4664Request></ser:getReferenceSPV4664></ser:GetInform></soapenv:Body></soapenv:Envelope>',
  ].join('');
}

/** The rows of all portions in one document; the inner document of a reply may be escaped text. */
function joinReplies(replies: readonly Uint8Array[]): Uint8Array {
  const rows = replies.flatMap((bytes) => {
    const text = decodeText(bytes);
    const inner = /&lt;(\w+:)?row/i.test(text) ? unescapeXml(text) : text;
    return inner.match(/<(?:\w+:)?row[\s>][\s\S]*?<\/(?:\w+:)?row>/gi) ?? [];
  });
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<referenceSPV4664>\n${rows.join('\n')}\n</referenceSPV4664>\n`);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const unescapeXml = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
