import { SourceError } from '@karavan/contracts';
import { createSite, isRecord, numberOf, type SiteOptions, textOf } from '@karavan/scraper-http';

export interface WialonSession {
  /** Signs in when there is no session, and once more when this one has ended. @throws SourceError */
  call(service: string, params: object, signal: AbortSignal): Promise<unknown>;
}

const PATH = 'wialon/ajax.html';
/** the numbers the service answers with, under HTTP 200 */
const SESSION_ENDED: ReadonlySet<number> = new Set([1, 1011]);
const NO_MESSAGES = 1001;
/** too many requests of one kind at a time, or in a short time */
const BUSY: ReadonlySet<number> = new Set([10, 1003]);
const BAD_TOKEN: ReadonlySet<number> = new Set([4, 7, 8]);

const errorOf = (json: unknown): number | undefined => (isRecord(json) ? numberOf(json['error']) || undefined : undefined);

export function createWialonSession(options: SiteOptions & { token: string }): WialonSession {
  const { token } = options;
  const site = createSite({ ...options, isBusy: (json) => BUSY.has(errorOf(json) ?? 0) });
  let sid: string | undefined;

  async function send(service: string, params: object, signal: AbortSignal): Promise<unknown> {
    const form = { svc: service, params: JSON.stringify(params), ...(sid === undefined ? {} : { sid }) };
    const { status, json } = await site.request(PATH, { method: 'POST', form, signal });
    if (status !== 200 || !(isRecord(json) || Array.isArray(json)))
      throw new SourceError('BAD_REPLY', `${site.host} answered ${status} to ${service}.`);
    return json;
  }

  async function signIn(signal: AbortSignal): Promise<void> {
    sid = undefined;
    const reply = await send('token/login', { token }, signal);
    const error = errorOf(reply);
    if (error !== undefined) {
      const isRefused = BAD_TOKEN.has(error);
      throw new SourceError(isRefused ? 'BAD_LOGIN' : 'UNREACHABLE', `${site.host} refused the token (error ${error}).`);
    }
    sid = isRecord(reply) ? textOf(reply['eid']) : undefined;
    if (sid === undefined) throw new SourceError('BAD_REPLY', `${site.host} took the token and opened no session.`);
  }

  return {
    async call(service, params, signal) {
      const isFresh = sid === undefined;
      if (isFresh) await signIn(signal);
      let reply = await send(service, params, signal);
      if (SESSION_ENDED.has(errorOf(reply) ?? 0) && !isFresh) {
        await signIn(signal);
        reply = await send(service, params, signal);
      }
      const error = errorOf(reply);
      if (error === undefined) return reply;
      if (error === NO_MESSAGES) return {};
      if (SESSION_ENDED.has(error)) {
        sid = undefined;
        throw new SourceError('UNREACHABLE', `${site.host} ends every session it opens.`);
      }
      const reason = isRecord(reply) ? textOf(reply['reason']) : undefined;
      throw new SourceError('REPORT_FAILED', `${site.host} refused ${service} (error ${error}${reason ? `, ${reason}` : ''}).`);
    },
  };
}
