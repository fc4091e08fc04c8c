import type { Work } from './budget.ts';
import type { Label } from './hours.ts';
import type { Group, Model, Placed, TripType, VehicleModel } from './model.ts';
import {
  type Books,
  type Idle,
  idleAtStart,
  type Laden,
  loadMoves,
  type MoveInput,
  openBooks,
  type Unloaded,
  unloadMoves,
} from './trip-moves.ts';

interface Truck {
  readonly vehicle: VehicleModel;
  readonly group: Group;
  idle: Idle;
  laden: Laden | undefined;
}
type Move =
  | { kind: 'load'; truck: Truck; startMs: number; endMs: number; laden: Laden }
  | { kind: 'unload'; truck: Truck; startMs: number; endMs: number; unloaded: Unloaded };

/** A node looks for a place for every loading and unloading there could be. */
const STEPS_A_NODE = 8;

export type ScheduleAnswer = readonly Placed[] | 'impossible' | 'unknown';

/**
 * Whether so many trips of each type can all be made, and how. Depth first over the order in which loadings and unloadings
 * begin, each at its earliest: some such order gives every schedule in which nothing can be moved earlier, and if there is
 * a schedule there is such a one. Every rest or break before a start is a choice of its own (SP16).
 */
export class ScheduleSearch {
  private readonly model: Model;
  private readonly work: Work;
  private readonly books: Books;
  private readonly trucks: Truck[];
  private readonly left: Map<TripType, number>;
  private readonly dead = new Set<string>();
  private readonly done: Placed[] = [];
  private nodesLeft: number;

  constructor(model: Model, counts: ReadonlyMap<TripType, number>, limits: { work: Work; nodes: number }) {
    this.model = model;
    this.work = limits.work;
    this.nodesLeft = limits.nodes;
    this.books = openBooks(model);
    this.left = new Map([...counts].filter(([, count]) => count > 0));
    const groups = new Set([...this.left.keys()].map(({ group }) => group));
    this.trucks = [...groups].flatMap((group) =>
      group.members.map((vehicle) => ({ vehicle, group, idle: idleAtStart, laden: undefined })),
    );
  }

  run(): ScheduleAnswer {
    const answer = this.descend(Number.NEGATIVE_INFINITY);
    return answer === 'found' ? this.done : answer;
  }

  private descend(nowMs: number): 'found' | 'impossible' | 'unknown' {
    if (this.isDone()) return 'found';
    this.nodesLeft -= 1;
    if (this.nodesLeft < 0 || !this.work.spend(STEPS_A_NODE)) return 'unknown';
    const key = this.stateKey(nowMs);
    if (this.dead.has(key)) return 'impossible';
    for (const move of this.movesFrom(nowMs)) {
      this.make(move);
      const answer = this.descend(move.startMs);
      if (answer !== 'impossible') {
        if (answer === 'unknown') this.undo(move);
        return answer;
      }
      this.undo(move);
    }
    this.dead.add(key);
    return 'impossible';
  }

  private isDone(): boolean {
    return this.left.size === 0 && this.trucks.every(({ laden }) => laden === undefined);
  }

  private movesFrom(nowMs: number): Move[] {
    const moves: Move[] = [];
    let latest = this.latestStart();
    const seen = new Set<string>();
    for (const truck of this.trucks) {
      const input = { model: this.model, books: this.books, vehicle: truck.vehicle, group: truck.group, nowMs };
      if (truck.laden) {
        const unloads = this.unloadsOf(input, truck, truck.laden);
        if (unloads.length === 0) return [];
        if (!this.model.ruled) latest = Math.min(latest, (unloads[0]?.endMs ?? 0) - 1);
        moves.push(...unloads);
        continue;
      }
      const look = `${truck.group.index} ${truck.vehicle.fixed.length > 0 ? truck.vehicle.id : ''} ${labelKey(truck.idle, nowMs)}`;
      if (seen.has(look)) continue;
      seen.add(look);
      const loads = this.loadsOf(input, truck);
      latest = Math.min(latest, this.busyBefore(truck, loads));
      moves.push(...loads);
    }
    return moves.filter(({ startMs }) => startMs <= latest).sort(byStart);
  }

  private unloadsOf(input: MoveInput, truck: Truck, laden: Laden): Move[] {
    return unloadMoves(input, laden).map((unloaded) => {
      const startMs = unloaded.unloadFrom;
      return { kind: 'unload', truck, startMs, endMs: startMs + truck.group.unloadMs, unloaded };
    });
  }

  private loadsOf(input: MoveInput, truck: Truck): Move[] {
    const types = [...this.left.keys()].filter(({ group }) => group === truck.group);
    return types.flatMap((type) =>
      loadMoves(input, truck.idle, type).map((laden): Move => {
        const startMs = laden.loadFrom;
        return { kind: 'load', truck, startMs, endMs: startMs + truck.group.plant.loadMs, laden };
      }),
    );
  }

  /** A vehicle free to load any trip that is left need not wait for a start after which it could have been done loading. */
  private busyBefore(truck: Truck, loads: readonly Move[]): number {
    const simple = !this.model.ruled && truck.group.shifts === undefined && truck.vehicle.fixed.length === 0;
    const types = [...this.left.keys()].filter(({ group }) => group === truck.group);
    if (!simple || types.length === 0 || loads.length < types.length) return Number.POSITIVE_INFINITY;
    return Math.max(...loads.map(({ endMs }) => endMs)) - 1;
  }

  /** Starts never go back, so nothing may start after the last chance of anything still to be done. */
  private latestStart(): number {
    let latest = Number.POSITIVE_INFINITY;
    for (const type of this.left.keys()) {
      const { loadMs, driveMs } = type.group.plant;
      latest = Math.min(latest, this.lastUnload(type) - driveMs - loadMs, type.load.starts.at(-1)?.[1] ?? 0);
    }
    for (const { laden } of this.trucks) if (laden) latest = Math.min(latest, this.lastUnload(laden.type));
    return latest;
  }

  private lastUnload(type: TripType): number {
    return this.model.unloadStarts(type.group.unloadMs, type.date).at(-1)?.[1] ?? Number.NEGATIVE_INFINITY;
  }

  private make(move: Move): void {
    const { truck, startMs, endMs } = move;
    if (move.kind === 'load') {
      this.books.plants[truck.group.plant.index]?.take(startMs, endMs);
      const { type } = move.laden;
      const count = (this.left.get(type) ?? 0) - 1;
      if (count > 0) this.left.set(type, count);
      else this.left.delete(type);
      truck.laden = move.laden;
      return;
    }
    this.books.site.take(startMs, endMs);
    const laden = truck.laden as Laden;
    this.done.push({ vehicle: truck.vehicle, type: laden.type, loadFrom: laden.loadFrom, unloadFrom: startMs });
    this.undone.push({ laden, idle: truck.idle });
    truck.idle = move.unloaded;
    truck.laden = undefined;
  }

  private readonly undone: { laden: Laden; idle: Idle }[] = [];

  private undo(move: Move): void {
    const { truck, startMs, endMs } = move;
    if (move.kind === 'load') {
      this.books.plants[truck.group.plant.index]?.release(startMs, endMs);
      const { type } = move.laden;
      this.left.set(type, (this.left.get(type) ?? 0) + 1);
      truck.laden = undefined;
      return;
    }
    this.books.site.release(startMs, endMs);
    this.done.pop();
    const before = this.undone.pop();
    if (!before) return;
    truck.idle = before.idle;
    truck.laden = before.laden;
  }

  private stateKey(nowMs: number): string {
    const left = [...this.left].map(([type, count]) => `${type.index}x${count}`).sort();
    const trucks = this.trucks.map(
      ({ group, vehicle, idle, laden }) =>
        `${group.index}${vehicle.fixed.length > 0 ? vehicle.id : ''}:${laden ? `${laden.type.index}>${laden.backByMs}>${labelKey({ gap: laden.gap, labels: laden.arrivals }, nowMs)}` : labelKey(idle, nowMs)}`,
    );
    const books = [this.books.site, ...this.books.plants].map((book) => book.tail(nowMs));
    return [nowMs, left.join(), trucks.sort().join(), books.join('|')].join('/');
  }
}

/** Where no hours are kept, having come long ago or just now is the same. */
function labelKey({ gap, labels }: Idle, nowMs: number): string {
  const ways = labels.map(({ at, sinceBreak, sinceRest }: Label) => {
    const settled = sinceBreak === 0 && sinceRest === 0;
    return settled ? Math.max(at, nowMs) : `${at}b${sinceBreak}r${sinceRest}`;
  });
  return `${gap}@${ways.join('+')}`;
}

function byStart(a: Move, b: Move): number {
  if (a.startMs !== b.startMs) return a.startMs - b.startMs;
  if (a.kind !== b.kind) return a.kind === 'unload' ? -1 : 1;
  return dateOf(a) - dateOf(b) || a.truck.vehicle.index - b.truck.vehicle.index;
}

const dateOf = (move: Move): number => (move.kind === 'load' ? move.laden.type.date : (move.truck.laden?.type.date ?? 0));
