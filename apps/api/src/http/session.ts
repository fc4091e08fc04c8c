import { LANGUAGES, type Language } from '@karavan/contracts';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';

const COOKIE = 'karavan_session';

/** The token of a request and how it came: only a cookie is sent by a browser without being asked. */
export function tokenOf(headers: {
  authorization?: string | undefined;
  cookie?: string | undefined;
}): { token: string; byCookie: boolean } | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { token: bearer, byCookie: false };
  const cookie = parseCookie(headers.cookie ?? '')[COOKIE];
  return cookie ? { token: cookie, byCookie: true } : undefined;
}

export function setSessionCookie(res: Response, input: { token: string; expiresAt: Date; secure: boolean }): void {
  res.append(
    'set-cookie',
    stringifySetCookie({
      name: COOKIE,
      value: input.token,
      expires: input.expiresAt,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: input.secure,
    }),
  );
}

export function clearSessionCookie(res: Response): void {
  res.append(
    'set-cookie',
    stringifySetCookie({ name: COOKIE, value: '', maxAge: 0, httpOnly: true, sameSite: 'lax', path: '/' }),
  );
}

/** Russian unless the client prefers English. */
export function languageOf(req: Request): Language {
  const best = req.acceptsLanguages([...LANGUAGES]);
  return best === 'en' ? 'en' : 'ru';
}

/** A page of another origin may make a browser send our cookie; it cannot forge the Origin header. */
export function isForeignOrigin(headers: { origin?: string | undefined; host?: string | undefined }): boolean {
  if (headers.origin === undefined) return false;
  try {
    return new URL(headers.origin).host !== headers.host;
  } catch {
    return true;
  }
}
