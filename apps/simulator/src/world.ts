/**
 * The demo world: a pure function of seed and time. Nothing in it runs; whoever asks says what time it is, and the same
 * seed and time always give the same wagons, trucks and orders. Trains keep freight speeds and trucks the speeds of
 * loaded trucks; nothing jumps.
 */
import { TRUCKS } from './cast-road.ts';
import { type DemoOrder, demoOrders } from './orders.ts';
import { Journal, type JournalRecord } from './rail/journal.ts';
import { createRakes, type Rake, type RakeWagon } from './rail/rake.ts';
import { type WagonRow, wagonRow } from './rail/wagon-row.ts';
import { fixAt, type TruckFix } from './road/fix.ts';
import { createTruck, type Truck } from './road/truck.ts';

/** One operation as it appears in reports. */
export interface WagonNews {
  wagon: string;
  /** when reports begin to show it */
  recordedAt: Date;
  row: WagonRow;
}

export interface World {
  readonly seed: number;
  /** the moment the story begins, a whole minute; all else follows from it */
  readonly anchor: Date;
  readonly trucks: readonly Truck[];
  readonly rakes: readonly Rake[];
  readonly wagonNumbers: readonly string[];
  /** the fleet as reports show it at this moment */
  wagonRows(at: Date): WagonRow[];
  /** operations that became known after `from`, `to` included */
  news(from: Date, to: Date): WagonNews[];
  truckFixes(at: Date): TruckFix[];
  /** orders a dispatcher would have entered by now and not yet put away */
  orders(at: Date): DemoOrder[];
  /**
   * For tests and measurements: the next operation of a wagon happens now. Its later ones stay when they were, so the
   * wagon waits for its train at the station it reached early.
   */
  injectOperation(wagon: string, at: Date): WagonRow;
}

const MINUTE_MS = 60_000;

export interface WorldOptions {
  seed: number;
  /** the story begins in this minute */
  anchor: Date;
  /** what the company of the demo login is called in the railway's papers */
  demoCustomerName?: string | undefined;
}

export function createWorld({ seed, anchor, demoCustomerName }: WorldOptions): World {
  const anchorMs = Math.floor(anchor.getTime() / MINUTE_MS) * MINUTE_MS;
  const rakes = createRakes(seed);
  const journal = new Journal(rakes);
  const trucks = TRUCKS.map((cast) => createTruck(cast, seed));
  const members = rakes.flatMap((rake) => rake.wagons.map((wagon) => ({ rake, wagon })));
  const injected = new Map<string, JournalRecord[]>();
  const toMs = (at: Date) => at.getTime() - anchorMs;

  /** What was injected counts until the wagon's own life is further. */
  function shown(number: string, ms: number): JournalRecord | undefined {
    const own = journal.latest(number, ms);
    const early = injected.get(number)?.findLast((record) => record.recordedMs <= ms);
    return early && early.ordinal >= (own?.ordinal ?? -1) ? early : own;
  }
  const rowOf = (member: { rake: Rake; wagon: RakeWagon }, record: JournalRecord) =>
    wagonRow({ ...member, record, anchorMs, demoCustomerName });
  const memberOf = (number: string) => {
    const member = members.find(({ wagon }) => wagon.number === number);
    if (!member) throw new RangeError(`wagon ${number} does not play in the demo world`);
    return member;
  };

  return {
    seed,
    anchor: new Date(anchorMs),
    trucks,
    rakes,
    wagonNumbers: members.map(({ wagon }) => wagon.number),
    wagonRows: (at) =>
      members.flatMap((member) => {
        const record = shown(member.wagon.number, toMs(at));
        return record ? [rowOf(member, record)] : [];
      }),
    news: (from, to) =>
      journal.between(toMs(from), toMs(to)).map((record) => ({
        wagon: record.wagon,
        recordedAt: new Date(anchorMs + record.recordedMs),
        row: rowOf(memberOf(record.wagon), record),
      })),
    truckFixes: (at) => trucks.map((truck) => fixAt(truck, toMs(at))),
    orders: (at) => demoOrders({ rakes, trucks, anchorMs, atMs: toMs(at) }),
    injectOperation(number, at) {
      const ms = toMs(at);
      const member = memberOf(number);
      const ordinal = (shown(number, ms)?.ordinal ?? -1) + 1;
      const next = journal.record(number, ordinal);
      const record = { ...next, recordedMs: ms, operation: { ...next.operation, atMs: ms } };
      injected.set(number, [...(injected.get(number) ?? []), record]);
      return rowOf(member, record);
    },
  };
}
