/** What is read from replies of the account that are no pages. */
import type { HttpReply } from './http.ts';
import { SourceError } from './source-error.ts';

/** `data.<name>` or `<name>` of a JSON reply as text. Throws SourceError BAD_REPLY when the reply is no JSON. */
export function fieldOf(reply: HttpReply, name: string): string | undefined {
  const value = memberOf(memberOf(parseJson(reply), 'data'), name) ?? memberOf(parseJson(reply), name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Whether the reply is the report itself: columns and, below them, rows. */
export function holdsRows(reply: HttpReply): boolean {
  const data = memberOf(parseJson(reply), 'data');
  return [data, memberOf(data, 'data')].some((list) =>
    ['head', 'body'].every((name) => {
      const rows = memberOf(list, name);
      return Array.isArray(rows) && rows.length > 0;
    }),
  );
}

function parseJson(reply: HttpReply): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(reply.bytes));
  } catch (error) {
    throw new SourceError('BAD_REPLY', `The railway account answered ${reply.path} with something that is no JSON.`, error);
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

/** The name the site gives, without anything a path could be made of. */
export function fileNameOf(reply: HttpReply, id: string): string {
  const header = reply.headers.get('content-disposition') ?? '';
  const encoded = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(header)?.[1];
  const plain = /filename\s*=\s*"?([^";]+)"?/i.exec(header)?.[1];
  const name = (encoded === undefined ? plain : decode(encoded)) ?? '';
  return (
    name
      .replace(/[/\\\p{Cc}]/gu, '_')
      .trim()
      .slice(0, 200) || `rzd-${id}`
  );
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined; // a broken escape: the plain name or our own is used
  }
}
