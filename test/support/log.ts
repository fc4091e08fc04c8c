import { createLogger, type Logger } from '@karavan/runtime';

type Entry = { event?: string } & Record<string, unknown>;

export type TestLog = {
  log: Logger;
  entries: Entry[];
  /** The first entry of this event, past or future: what a test waits for when only the log tells. */
  entry(event: string): Promise<Entry>;
};

export function createTestLog(): TestLog {
  const entries: Entry[] = [];
  const waiting: { event: string; resolve: (entry: Entry) => void }[] = [];
  const write = (line: string) => {
    const entry = JSON.parse(line) as Entry;
    entries.push(entry);
    for (const { event, resolve } of waiting) if (event === entry.event) resolve(entry);
  };
  return {
    log: createLogger({ level: 'debug', name: 'test', to: { write } }),
    entries,
    entry: (event) => {
      const past = entries.find((entry) => entry.event === event);
      return past ? Promise.resolve(past) : new Promise((resolve) => waiting.push({ event, resolve }));
    },
  };
}
