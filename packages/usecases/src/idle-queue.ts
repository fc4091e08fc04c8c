import type { Actor, IdleItem, WagonState } from '@karavan/contracts';
import { idle, live, type Tx } from '@karavan/store';
import { exceptionsOf, stationZone, termOf } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { type Foresight, foresightOf, withEta } from './foresight.ts';
import { loadClocks } from './idle-cost.ts';
import { inSlices } from './in-slices.ts';
import { tariffsOf } from './tariffs.ts';

/** More than a shipper's whole fleet; a bound, not a page. */
const MOST_WAGONS = 50_000;
/** Money and free time move by the minute, so what was judged a moment ago still holds while nothing was written. */
const HELD_MS = 15_000;

interface Asked {
  actor: Actor;
  now: Date;
  foresight: Foresight;
  tariffs: Awaited<ReturnType<typeof tariffsOf>>;
}

interface Queue {
  now: Date;
  items: readonly IdleItem[];
}
interface Held extends Queue {
  revision: number;
  books: string;
}
const held = new WeakMap<Deps['db'], Map<string, Held>>();

/**
 * Everything that needs somebody, unsorted, as of now or of the instant a list began. Typing a filter asks again and again:
 * for the company's people one answer serves until something is written; a customer's few wagons are judged anew.
 */
export async function loadQueue(deps: Deps, input: { actor: Actor; at: Date | undefined }): Promise<Queue> {
  const { actor, at } = input;
  const { companyId, customerId } = actor;
  const tariffs = await tariffsOf(deps, companyId);
  const revision = await deps.db.system(live.newestRevision);
  const known = customerId === null ? held.get(deps.db)?.get(companyId) : undefined;
  const foresight = await foresightOf(deps, companyId);
  const books = JSON.stringify([tariffs, foresight.norms]);
  if (
    known !== undefined &&
    known.revision === revision &&
    known.books === books &&
    isStill(known, at ?? deps.clock(), at !== undefined)
  )
    return known;
  const asked = { actor, now: at ?? deps.clock(), foresight, tariffs };
  const items = await deps.db.scoped(scopeOf(actor), (tx) => loadItems(tx, asked));
  const queue = { now: asked.now, items, revision, books };
  if (customerId === null && at === undefined) {
    const all = held.get(deps.db) ?? new Map<string, Held>();
    held.set(deps.db, all.set(companyId, queue));
  }
  return queue;
}

/** A list that goes on needs the very instant it began at. */
function isStill(known: Held, now: Date, isExact: boolean): boolean {
  const age = now.getTime() - known.now.getTime();
  return isExact ? age === 0 : age >= 0 && age < HELD_MS;
}

async function loadItems(tx: Tx, asked: Asked): Promise<IdleItem[]> {
  const { now, foresight } = asked;
  const stored = await idle.listWagonStates(tx, { limit: MOST_WAGONS });
  const states = await inSlices(stored, (state) => [withEta(state, now, foresight)]);
  const clocks = await loadClocks(tx, { ...asked, states });
  const cargo = new Map(
    (
      await idle.listCargoOfWagons(
        tx,
        states.map(({ number }) => number),
      )
    ).map((one) => [one.wagon, one]),
  );
  return inSlices(states, (wagon) => {
    const carried = cargo.get(wagon.number);
    const deadline = termOf(wagon, carried?.state.deadline);
    const cost = clocks.get(wagon.number);
    const found = exceptionsOf({ wagon, cost, deadline, now });
    return found.map(
      (one): IdleItem => ({
        ...itemOf(wagon, carried),
        ...one,
        days: Math.round(one.days * 1000) / 1000,
        ...optional({ cost, deadline }),
      }),
    );
  });
}

const optional = (fields: Pick<Partial<IdleItem>, 'cost'> & { deadline: WagonState['deadline'] | undefined }) => ({
  ...(fields.cost === undefined ? {} : { cost: fields.cost }),
  ...(fields.deadline === undefined ? {} : { deadline: fields.deadline }),
});

type Base = Omit<IdleItem, 'kind' | 'since' | 'days' | 'nextAction'>;

function itemOf(wagon: WagonState, carried: idle.CargoOfWagon | undefined): Base {
  const { station } = wagon.lastOperation;
  const zone = stationZone(station);
  return {
    wagon: wagon.number,
    status: wagon.status,
    loadState: wagon.loadState,
    station,
    ...(zone === undefined ? {} : { stationZone: zone }),
    sinceLastOperationDays: wagon.idle.sinceLastOperationDays,
    ...(wagon.destination === undefined ? {} : { destination: wagon.destination }),
    ...(wagon.remainingKm === undefined ? {} : { remainingKm: wagon.remainingKm }),
    ...(wagon.trainIndex === undefined ? {} : { trainIndex: wagon.trainIndex }),
    ...(wagon.eta === undefined ? {} : { eta: wagon.eta }),
    ...(carried === undefined ? {} : { customer: carried.customer, order: carried.order, shipmentId: carried.shipmentId }),
    reportedAt: wagon.reportedAt,
    evidence: wagon.evidence,
  };
}
