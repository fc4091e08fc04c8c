/** What is read from the account's HTML pages. Pure. */
import { load } from 'cheerio/slim';

/** The token that every changing request must carry, from `<meta name="csrf-token" content="…">`; undefined without one. */
export function parseCsrf(html: string): string | undefined {
  const token = load(html)('meta[name="csrf-token"]').first().attr('content')?.trim();
  return token === undefined || token === '' ? undefined : token;
}

/** True for the sign-in form, which the site also shows in place of any page when a session has ended. */
export function isSignInPage(html: string): boolean {
  const $ = load(html);
  return $('input[type="password"]').length > 0 || $('form[action$="/sign_in"]').length > 0;
}
