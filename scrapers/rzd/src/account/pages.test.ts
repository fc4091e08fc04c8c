import { describe, expect, it } from 'vitest';
import { CookieJar } from './cookies.ts';
import { isSignInPage, parseCsrf } from './pages.ts';

const FORM =
  '<html><head><meta name="csrf-token" content="a+b/c==" /></head><body><form action="/sign_in"><input type="password" name="p"></form></body></html>';

describe('pages of the account', () => {
  it('carry a token', () => {
    expect(parseCsrf(FORM)).toBe('a+b/c==');
    expect(parseCsrf("<META content='t&amp;1' NAME='csrf-token'>")).toBe('t&1');
  });

  it.each(['', '<html></html>', '<meta name="csrf-token">', '<meta name="csrf-token" content=" ">', '{"a":1}'])(
    '%j carries none',
    (html) => {
      expect(parseCsrf(html)).toBeUndefined();
    },
  );

  it('the sign-in form is told from the home page', () => {
    expect(isSignInPage(FORM)).toBe(true);
    expect(isSignInPage('<html><a href="/sign_in">войти</a><form action="/search"></form></html>')).toBe(false);
  });
});

describe('cookies', () => {
  it('are kept by name, replaced and deleted', () => {
    const jar = new CookieJar();
    jar.store(['_session=1; path=/; HttpOnly', 'lang=ru', 'broken', '=x']);
    jar.store(['_session=a=b; SameSite=Lax']);
    expect(jar.header()).toBe('_session=a=b; lang=ru');
    jar.store(['lang=; expires=Thu, 01 Jan 1970 00:00:00 GMT', '_session=; Max-Age=0']);
    expect(jar.header()).toBe('');
  });
});
