/** Wialon by its Remote API: one request tells which units have news, and those are read message by message. */
import { type PolledPage, type PollLook, type PositionReader, SourceError } from '@karavan/contracts';
import { historyFrom } from '@karavan/scraper-http';
import { parseMessages, parseUnits, type Unit } from './parse.ts';
import { createWialonSession, type WialonSession } from './session.ts';

export interface WialonOptions {
  baseUrl: string;
  token: string;
  historyHours: number;
  overlapMinutes: number;
  pauseMs: number;
  retryMs?: number;
  timeoutMs?: number;
  unitsPerPage?: number;
  messagesPerPage?: number;
}

/** base data, last message and position, profile */
const UNIT_FLAGS = 0x1 + 0x400 + 0x800000;
/** messages with data */
const MESSAGE_FLAGS = { flags: 0, flagsMask: 0xff00 };
const MOST_PAGES = 1000;

export function createWialonReader(options: WialonOptions): PositionReader {
  const { unitsPerPage = 500 } = options;
  const session = createWialonSession(options);
  return {
    async *poll(look) {
      for (let from = 0; ; from += unitsPerPage) {
        const { units, total, rejects } = parseUnits(await listUnits(session, { from, size: unitsPerPage, look }));
        yield { vehicles: units.map(({ uniqueId, names }) => ({ uniqueId, names })), positions: [], rejects };
        for (const unit of units) if (hasNews(unit, look)) yield* readUnit(session, { unit, look, options });
        if (units.length === 0 || from + unitsPerPage >= total) return;
      }
    },
  };
}

function listUnits(
  session: WialonSession,
  { from, size, look }: { from: number; size: number; look: PollLook },
): Promise<unknown> {
  const spec = { itemsType: 'avl_unit', propName: 'sys_name', propValueMask: '*', sortType: 'sys_name' };
  return session.call('core/search_items', { spec, force: 1, flags: UNIT_FLAGS, from, to: from + size - 1 }, look.signal);
}

const hasNews = ({ uniqueId, newestMs }: Unit, look: PollLook): boolean =>
  newestMs !== undefined && newestMs > (look.newestMs(uniqueId) ?? 0);

interface Reading {
  unit: Unit;
  look: PollLook;
  options: WialonOptions;
}

/** Forward in time, each page from the last message of the one before: a session that ends in between costs nothing. */
async function* readUnit(session: WialonSession, { unit, look, options }: Reading): AsyncGenerator<PolledPage> {
  const { uniqueId, newestMs = 0 } = unit;
  let loadCount = options.messagesPerPage ?? 1000;
  let fromS = Math.floor(historyFrom(look.newestMs(uniqueId), { ...options, nowMs: look.now.getTime() }) / 1000);
  const toS = Math.ceil(newestMs / 1000);
  if (fromS > toS) yield { vehicles: [], ...lastOf(unit), rejects: [] }; // it has stood longer than we look back
  for (let page = 0; page < MOST_PAGES && fromS <= toS; page += 1) {
    const span = { itemId: Number(uniqueId), timeFrom: fromS, timeTo: toS, ...MESSAGE_FLAGS, loadCount };
    const reply = await session.call('messages/load_interval', span, look.signal).catch(unlessItsOwn);
    if (typeof reply === 'string') return yield { vehicles: [], ...lastOf(unit), rejects: [`Unit ${uniqueId}: ${reply}`] };
    const { items, rejects, count } = parseMessages(reply, uniqueId);
    yield { vehicles: [], positions: items, rejects };
    if (count < loadCount) return;
    const lastS = Math.floor(Date.parse(items.at(-1)?.fixedAt ?? '') / 1000);
    if (lastS > fromS) fromS = lastS;
    else if (loadCount < 50_000)
      loadCount *= 4; // a page full of one second, or of messages without a place
    else fromS += 1;
  }
}

const lastOf = ({ position }: Unit): Pick<PolledPage, 'positions'> => ({ positions: position === undefined ? [] : [position] });

/** An account that may not read the messages of a unit still shows where it is; any other trouble ends the look. */
function unlessItsOwn(error: unknown): string {
  if (error instanceof SourceError && error.code === 'REPORT_FAILED') return error.message;
  throw error;
}
