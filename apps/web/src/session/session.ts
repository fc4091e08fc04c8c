import type { User } from '@karavan/contracts';
import { useSyncExternalStore } from 'react';
import { ApiError, call, whenUnauthorized } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';

export type Session =
  | { status: 'unknown' }
  | { status: 'unreachable' }
  | { status: 'out'; expired: boolean }
  | { status: 'in'; user: User };

/**
 * Who is signed in. The cookie is HttpOnly and lives in the browser; the token of a fresh login is kept here, in memory
 * alone, for the live connection. Nothing of it is ever stored.
 */
let session: Session = { status: 'unknown' };
let token: string | null = null;
const listeners = new Set<() => void>();

function set(next: Session): void {
  session = next;
  for (const notify of listeners) notify();
}

export function liveToken(): string | null {
  return token;
}

/** Asks the server whether the cookie still counts. */
export async function resumeSession(): Promise<void> {
  try {
    set({ status: 'in', user: await call('me') });
  } catch (error) {
    const known = error instanceof ApiError && (error.status === 401 || error.status === 403);
    set(known ? { status: 'out', expired: false } : { status: 'unreachable' });
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  const reply = await call('login', { body: { email, password } });
  token = reply.token;
  forgetAnswers();
  set({ status: 'in', user: reply.user });
}

export async function signOut(): Promise<void> {
  await call('logout').catch(() => undefined);
  token = null;
  set({ status: 'out', expired: false });
  forgetAnswers();
}

/** What one person was shown is not kept for the next one. */
function forgetAnswers(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'config' });
}

function expire(): void {
  if (session.status !== 'in') return;
  token = null;
  set({ status: 'out', expired: true });
}
whenUnauthorized(expire);

export function useSession(): Session {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => session,
  );
}

export function isStaff(user: User): boolean {
  return user.role !== 'customer';
}
