import { SourceError } from '@karavan/contracts';
import { createSite, type SiteOptions, type SiteReply } from '@karavan/scraper-http';

export interface TraccarSession {
  /** Signs in when there is no session, and once more when this one has ended. @throws SourceError */
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown>;
}

/** Without a login the password is a token and there is no session to end. */
export function createTraccarSession(options: SiteOptions & { login: string; password: string }): TraccarSession {
  const { login, password } = options;
  const site = createSite(options);
  let cookie: string | undefined;

  async function signIn(signal: AbortSignal): Promise<void> {
    cookie = undefined;
    const form = { email: login, password };
    const reply = await site.request('api/session', { method: 'POST', form, signal });
    if ([400, 401, 403].includes(reply.status)) throw refusedLogin();
    if (reply.status !== 200) throw unexpected(reply, 'api/session');
    cookie = reply.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0] ?? '')
      .join('; ');
    if (cookie === '') throw new SourceError('BAD_REPLY', `${site.host} took the password and opened no session.`);
  }

  const refusedLogin = () => new SourceError('BAD_LOGIN', `${site.host} refused the login or the password.`);
  const unexpected = ({ status }: SiteReply, path: string) =>
    new SourceError(status >= 500 ? 'UNREACHABLE' : 'BAD_REPLY', `${site.host} answered ${status} to ${path}.`);
  const send = (path: string, query: Readonly<Record<string, string>>, signal: AbortSignal) => {
    const headers: Record<string, string> = login === '' ? { authorization: `Bearer ${password}` } : { cookie: cookie ?? '' };
    return site.request(path, { query, headers, signal });
  };

  return {
    async get(path, query, signal) {
      const isFresh = cookie === undefined;
      if (login !== '' && isFresh) await signIn(signal);
      let reply = await send(path, query, signal);
      if (reply.status === 401 && login !== '' && !isFresh) {
        await signIn(signal);
        reply = await send(path, query, signal);
      }
      if (reply.status === 200) return reply.json;
      cookie = undefined;
      if (reply.status === 401) throw refusedLogin();
      throw unexpected(reply, path);
    },
  };
}
