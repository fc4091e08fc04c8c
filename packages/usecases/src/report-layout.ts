import { createHash } from 'node:crypto';
import type { ReportError } from '@karavan/scraper-rzd';

/** The same for every file with these headers, in whatever order, case and spacing; undefined where there are none to go by. */
export function layoutSignature(error: ReportError): string | undefined {
  if (error.code !== 'UNKNOWN_LAYOUT' || error.candidateColumns.length < 2) return undefined;
  const headers = error.candidateColumns.map(({ header }) =>
    header.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' '),
  );
  return createHash('sha256').update(JSON.stringify(headers.sort())).digest('hex').slice(0, 32);
}
