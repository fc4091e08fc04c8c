/** Movizor: phones found by their cells, one request for all of them a look, and what was missed of each. */
import { type PolledPage, type PollLook, type PositionReader, SourceError } from '@karavan/contracts';
import { createSite, historyFrom } from '@karavan/scraper-http';
import { dataOf, isMovizorBusy, namesOf, parseMovizor, phoneOf } from './parse.ts';

export interface MovizorOptions {
  baseUrl: string;
  project: string;
  key: string;
  historyHours: number;
  overlapMinutes: number;
  pauseMs: number;
  retryMs?: number;
  timeoutMs?: number;
}

const PAGE = 1000;
const MOST_PAGES = 50;
/** names of so many phones are asked for in one look; the rest wait for the next */
const NAMES_A_LOOK = 20;

export function createMovizorReader(options: MovizorOptions): PositionReader {
  const { baseUrl, project, key, pauseMs, retryMs = 1000, timeoutMs = 30_000 } = options;
  const site = createSite({ baseUrl, pauseMs, retryMs, timeoutMs, isBusy: isMovizorBusy });
  /** what phones are called over there, as this reader has asked */
  const names = new Map<string, string[]>();
  // The key travels in the body: addresses are what logs keep.
  const call: Call = async (method, form, signal) =>
    dataOf((await site.request(`${project}/${method}/`, { method: 'POST', form: { key, ...form }, signal })).json);
  return {
    async *poll(look) {
      const { items, rejects } = parseMovizor(await call('pos_objects', {}, look.signal));
      const news = items.filter(({ uniqueId, fixedAt }) => (look.newestMs(uniqueId) ?? 0) < Date.parse(fixedAt));
      const unnamed = items.filter(({ uniqueId }) => !names.has(uniqueId)).slice(0, NAMES_A_LOOK);
      for (const { uniqueId } of unnamed) names.set(uniqueId, await askNames(call, { phone: uniqueId, signal: look.signal }));
      const vehicles = items.map(({ uniqueId }) => ({ uniqueId, names: names.get(uniqueId) ?? [] }));
      const [gaps, followed] = split(news, ({ uniqueId, fixedAt }) => isGap(look, { uniqueId, fixedAt }));
      yield { vehicles, positions: followed, rejects };
      for (const newest of gaps) yield await fillGap(call, { newest, look, options });
    },
  };
}

type Call = (method: string, form: Record<string, string>, signal: AbortSignal) => Promise<unknown>;
type Position = PolledPage['positions'][number];

/** More time has passed than between two looks: we, or they, were away. */
function isGap(look: PollLook, { uniqueId, fixedAt }: { uniqueId: string; fixedAt: string }): boolean {
  const newestMs = look.newestMs(uniqueId);
  return newestMs === undefined || Date.parse(fixedAt) - newestMs > 2 * look.everySeconds * 1000;
}

/** The whole of what was missed of one phone: the service does not say which end its pages begin at. */
async function fillGap(
  call: Call,
  { newest, look, options }: { newest: Position; look: PollLook; options: MovizorOptions },
): Promise<PolledPage> {
  const phone = newest.uniqueId;
  const fromMs = historyFrom(look.newestMs(phone), { ...options, nowMs: look.now.getTime() });
  const span = { date_start: String(Math.floor(fromMs / 1000)), date_end: String(Math.ceil(Date.parse(newest.fixedAt) / 1000)) };
  const page: PolledPage = { vehicles: [], positions: [newest], rejects: [] };
  for (let number = 0; number < MOST_PAGES && fromMs < Date.parse(newest.fixedAt); number += 1) {
    const form = { phone, req_limit: String(PAGE), offset: String(number * PAGE), ...span };
    const data = await call('pos_list', form, look.signal).catch(unlessItsOwn);
    if (typeof data === 'string') {
      page.rejects.push(`${phone}: ${data}`);
      break;
    }
    const { items, rejects } = parseMovizor(data, phone);
    page.positions.push(...items.filter(({ uniqueId }) => phoneOf(uniqueId) === phone));
    page.rejects.push(...rejects);
    if (items.length + rejects.length < PAGE) break;
  }
  const unique = new Map(page.positions.map((position) => [JSON.stringify(position), position]));
  return { ...page, positions: [...unique.values()].sort((a, b) => a.fixedAt.localeCompare(b.fixedAt)) };
}

async function askNames(call: Call, { phone, signal }: { phone: string; signal: AbortSignal }): Promise<string[]> {
  const data = await call('object_get', { phone }, signal).catch(unlessItsOwn);
  return typeof data === 'string' ? [] : namesOf(data);
}

/** The trouble of one phone is told and leaves the others alone; any other ends the look. */
function unlessItsOwn(error: unknown): string {
  if (error instanceof SourceError && error.code === 'REPORT_FAILED') return error.message;
  throw error;
}

function split<T>(list: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [list.filter(isFirst), list.filter((item) => !isFirst(item))];
}
