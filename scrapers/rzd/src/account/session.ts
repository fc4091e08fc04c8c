/** A signed-in session: kept between requests, renewed once when the site has ended it. */
import type { Http, HttpReply, HttpRequest } from './http.ts';
import { isSignInPage, parseCsrf } from './pages.ts';
import { SourceError } from './source-error.ts';

const SIGN_IN = '/sign_in';
/** a report may come as a page too, and is larger than the form */
const SIGN_IN_PAGE_BYTES = 256 * 1024;

export class Session {
  private readonly http: Http;
  private readonly credentials: { login: string; password: string };
  private csrf: string | undefined;

  constructor(http: Http, credentials: { login: string; password: string }) {
    this.http = http;
    this.credentials = credentials;
  }

  /**
   * A request of the signed-in user. Signs in first when there is no session, and once more when the reply shows that
   * the session has ended. Throws SourceError, BAD_LOGIN among them; a login that was refused is not tried again here.
   */
  async request(path: string, request: HttpRequest): Promise<HttpReply> {
    const isFresh = this.csrf === undefined;
    if (isFresh) await this.signIn(request.signal);
    const reply = await this.send(path, request);
    if (!isSessionEnd(reply)) return reply;
    this.csrf = undefined;
    if (isFresh) throw refused(path, reply);
    await this.signIn(request.signal);
    const second = await this.send(path, request);
    if (!isSessionEnd(second)) return second;
    this.csrf = undefined;
    throw refused(path, second);
  }

  private send(path: string, request: HttpRequest): Promise<HttpReply> {
    return this.http.request(path, { ...request, headers: { ...request.headers, 'x-csrf-token': this.csrf ?? '' } });
  }

  private async signIn(signal: AbortSignal | undefined): Promise<void> {
    this.http.cookies.clear();
    const form = await this.http.request(SIGN_IN, { signal });
    const json = { user: { query: this.credentials.login, password: this.credentials.password, sms_code: null } };
    const headers = { 'x-csrf-token': tokenOf(form, SIGN_IN) };
    const answer = await this.http.request(SIGN_IN, { method: 'POST', json, headers, signal });
    if ([400, 401, 403, 422].includes(answer.status)) {
      throw new SourceError(
        'BAD_LOGIN',
        'The railway account refused the login or the password; check them before trying again.',
      );
    }
    expectOk(answer, SIGN_IN);
    const home = await this.http.request('/', { signal });
    if (isSessionEnd(home)) {
      throw new SourceError(
        'BAD_LOGIN',
        'The railway account took the password and did not open a session; a code by SMS may be asked for.',
      );
    }
    this.csrf = tokenOf(home, '/');
  }
}

function tokenOf(page: HttpReply, path: string): string {
  expectOk(page, path);
  const token = parseCsrf(new TextDecoder().decode(page.bytes));
  if (token === undefined)
    throw new SourceError('BAD_REPLY', `The page ${path} of the railway account carries no token; the site may have changed.`);
  return token;
}

/** Status 200 or 201, else SourceError: UNREACHABLE for what passes by itself, BAD_REPLY for the rest. */
export function expectOk(reply: HttpReply, path: string): void {
  if (reply.status === 200 || reply.status === 201) return;
  const passing = reply.status >= 500 || reply.status === 429 || reply.status === 408;
  throw new SourceError(passing ? 'UNREACHABLE' : 'BAD_REPLY', `The railway account answered ${reply.status} to ${path}.`);
}

function isSessionEnd(reply: HttpReply): boolean {
  if ([401, 403, 422].includes(reply.status) || reply.path.endsWith(SIGN_IN)) return true;
  const isPage = reply.headers.get('content-type')?.includes('html') ?? false;
  return isPage && isSignInPage(new TextDecoder().decode(reply.bytes.subarray(0, SIGN_IN_PAGE_BYTES)));
}

function refused(path: string, reply: HttpReply): SourceError {
  return new SourceError('BAD_REPLY', `The railway account refuses ${path} (${reply.status}) right after a sign-in.`);
}
