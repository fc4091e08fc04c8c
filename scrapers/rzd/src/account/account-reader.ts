import type { SourceReader } from '@karavan/contracts';
import type { RzdAccount } from '../fetch.ts';

/** The account as a source: every look orders one report. */
export function createAccountReader(account: RzdAccount): SourceReader {
  return {
    async *read({ signal }) {
      const { bytes, fileName } = await account.fetchReport(signal);
      yield { key: null, fileName, bytes, settle: async () => undefined };
    },
  };
}
