import { createHash } from 'node:crypto';
import type { ReportError } from '@karavan/scraper-rzd';

/** The same for every file with these headers, in whatever order, case and spacing; undefined where there are none to go by. */
export function layoutSignature(error: ReportError): string | undefined {
  return error.code === 'UNKNOWN_LAYOUT' ? headingsSignature(error.candidateColumns.map(({ header }) => header)) : undefined;
}

/** The same of a layout that could be read. */
export function headingsSignature(headings: readonly string[]): string | undefined {
  if (headings.length < 2) return undefined;
  const plain = headings.map((header) => header.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' '));
  return createHash('sha256').update(JSON.stringify(plain.sort())).digest('hex').slice(0, 32);
}
