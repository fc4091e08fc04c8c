/** Sessions of the client account: a cookie, a CSRF token that changes with each page, an end. */
import { randomBytes } from 'node:crypto';

export interface Session {
  id: string;
  csrf: string;
  isSignedIn: boolean;
  endsAt: number;
}

export const SESSION_COOKIE = '_cargolk_session';

export class Sessions {
  private readonly open = new Map<string, Session>();
  private readonly lifetimeMs: number;

  constructor(lifetimeMs: number) {
    this.lifetimeMs = lifetimeMs;
  }

  /** The session a Cookie header names, unless it has ended. */
  find(cookies: string | undefined): Session | undefined {
    const id = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([\\w-]+)`).exec(cookies ?? '')?.[1];
    const session = id === undefined ? undefined : this.open.get(id);
    if (session && session.endsAt > Date.now()) return session;
    if (session) this.open.delete(session.id);
    return undefined;
  }

  start({ isSignedIn }: { isSignedIn: boolean }): Session {
    for (const session of this.open.values()) if (session.endsAt <= Date.now()) this.open.delete(session.id);
    const session = { id: secret(), csrf: secret(), isSignedIn, endsAt: Date.now() + this.lifetimeMs };
    this.open.set(session.id, session);
    return session;
  }

  /** A new token for a new page; the old one is worth nothing from now on. */
  renewToken(session: Session): string {
    session.csrf = secret();
    return session.csrf;
  }

  end(session: Session): void {
    this.open.delete(session.id);
  }

  endAll(): void {
    this.open.clear();
  }
}

const secret = () => randomBytes(24).toString('base64url');
