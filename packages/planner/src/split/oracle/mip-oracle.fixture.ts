import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import loadHighs, { type Highs } from 'highs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A second opinion on small requests: every pair of beginnings on a grid is a variable, HiGHS decides level by level. */
export interface OracleValue {
  unmetKg: number;
  lateKgDays: number;
  trips: number;
  cost: number;
  /** 0 when there is no trip */
  lastMs: number;
  /** published trips that stay, where there are any */
  unchanged: number;
}

interface Candidate {
  name: string;
  vehicle: number;
  loadFrom: number;
  loadTo: number;
  unloadFrom: number;
  unloadTo: number;
  backAt: number;
  loadDate: string;
  date: string;
  minKg: number;
  capKg: number;
  cost: number;
  published: boolean;
}

let solver: Promise<Highs> | undefined;

export async function oracleOf(request: SplitRequest, gridMinutes = 60): Promise<OracleValue> {
  solver ??= loadHighs();
  return new Oracle(request, gridMinutes * 60_000, await solver).solve();
}

/** Wall clock hours by Intl alone: this file shares nothing with the planner. */
function wall(atMs: number, timeZone: string): { date: string; weekday: string; minute: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  }).formatToParts(new Date(atMs));
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    date: `${get('year')}-${get('month')}-${get('day')}`,
    weekday: get('weekday').toLowerCase(),
    minute: Number(get('hour')) * 60 + Number(get('minute')),
  };
}

type Calendar = SplitRequest['site']['receiving'];
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isOpenAt(calendar: Calendar, atMs: number): boolean {
  const { date, weekday, minute } = wall(atMs, calendar.timeZone);
  const closed = calendar.closed?.includes(date) === true;
  const hours = calendar.open?.[date] ?? (closed ? [] : (calendar.hours[weekday as 'mon'] ?? []));
  return hours.some(([from, to]) => minuteOf(from) <= minute && minute < minuteOf(to));
}

class Oracle {
  private readonly request: SplitRequest;
  private readonly grid: number;
  private readonly highs: Highs;
  private readonly start: number;
  private readonly end: number;
  private readonly candidates: Candidate[];
  private readonly pools: ReadonlyMap<string, Candidate[]>;
  private readonly flows: ReturnType<Oracle['makeFlows']>;
  private readonly open = new Map<string, boolean>();

  constructor(request: SplitRequest, grid: number, highs: Highs) {
    this.request = request;
    this.grid = grid;
    this.highs = highs;
    const dates = request.demand.map(({ date }) => date).sort();
    const zone = request.site.receiving.timeZone;
    const first = addDays(dates[0] ?? '', -(request.earlyDays ?? 0));
    this.start = request.notBefore === undefined ? midnight(first, zone) : Date.parse(request.notBefore);
    this.end = midnight(addDays(dates.at(-1) ?? '', (request.lateDays ?? 0) + 1), zone);
    this.candidates = this.makeCandidates();
    this.pools = this.makePools();
    this.flows = this.makeFlows();
  }

  async solve(): Promise<OracleValue> {
    const unmet = this.minimise([], 'unmet');
    const held: string[] = [`${this.expression('unmet')} <= ${unmet + 0.01}`];
    const late = this.minimise(held, 'late');
    held.push(`${this.expression('late')} <= ${late + 0.01}`);
    let cost = Number.NaN;
    if (this.request.objective === 'cheapest') {
      cost = this.minimise(held, 'cost');
      held.push(`${this.expression('cost')} <= ${cost + 1e-3}`);
    }
    const trips = this.minimise(held, 'trips');
    held.push(`${this.expression('trips')} <= ${trips + 0.1}`);
    const last = this.minimise(held, 'last');
    held.push(`last <= ${last + 1e-3}`);
    const hasPublished = this.candidates.some(({ published }) => published);
    const changes = hasPublished ? this.minimise(held, 'changes') : 0;
    return {
      unmetKg: Math.round(unmet + this.unservableKg()),
      lateKgDays: Math.round(late),
      trips: Math.round(trips),
      cost,
      lastMs: trips > 0.5 ? this.start + Math.round(last) * this.grid : 0,
      unchanged: Math.abs(Math.round(changes)),
    };
  }

  private get pieceKg(): number {
    return this.request.product.form === 'pieces' ? this.request.product.pieceMassKg : 1;
  }

  private demandKg(): Map<string, number> {
    const sums = new Map<string, number>();
    for (const { date, massKg } of this.request.demand) sums.set(date, (sums.get(date) ?? 0) + massKg);
    return sums;
  }

  private unservableKg(): number {
    return [...this.demandKg().values()].reduce((sum, massKg) => sum + (massKg % this.pieceKg), 0);
  }

  private whole(massKg: number): number {
    return Math.floor(massKg / this.pieceKg + 1e-9) * this.pieceKg;
  }

  private isOpenOver(key: string, calendar: Calendar, span: [number, number]): boolean {
    for (let at = span[0]; at < span[1]; at += this.grid) {
      const name = `${key} ${at}`;
      const known = this.open.get(name) ?? isOpenAt(calendar, at);
      this.open.set(name, known);
      if (!known) return false;
    }
    return true;
  }

  private makeCandidates(): Candidate[] {
    const { request } = this;
    const found: Candidate[] = [];
    for (const [index, vehicle] of request.fleet.entries()) {
      const plant = request.plants.find(({ id }) => id === vehicle.plantId);
      const shares = vehicle.unloadingModes.some((mode) => request.site.unloadingModes.includes(mode));
      const fits = (vehicle.lengthM ?? 0) <= (request.site.maxLengthM ?? Number.POSITIVE_INFINITY);
      const payload = vehicle.maxPayloadKg ?? 0;
      const allowed = (request.site.maxGrossKg ?? Number.POSITIVE_INFINITY) - (vehicle.grossKg ?? 0) + payload;
      const capKg = this.whole(vehicle.grossKg === undefined ? payload : Math.min(payload, allowed));
      const minKg = Math.max(this.pieceKg, Math.ceil((vehicle.minLoadKg ?? 0) / this.pieceKg - 1e-9) * this.pieceKg);
      if (!plant || !shares || !fits || capKg < minKg) continue;
      const cost = vehicle.costPerTrip + vehicle.costPerKm * 2 * plant.distanceKm;
      for (let loadFrom = this.start; loadFrom < this.end; loadFrom += this.grid) {
        const loadTo = loadFrom + plant.loadMinutes * 60_000;
        if (!this.isOpenOver(`p${plant.id}`, plant.loading, [loadFrom, loadTo])) continue;
        const loadDate = wall(loadFrom, plant.loading.timeZone).date;
        if (plant.supplyKg !== undefined && (plant.supplyKg[loadDate] ?? 0) <= 0) continue;
        for (let unloadFrom = loadTo + plant.driveMinutes * 60_000; unloadFrom < this.end; unloadFrom += this.grid) {
          const unloadTo = unloadFrom + vehicle.unloadMinutes * 60_000;
          const backAt = unloadTo + plant.driveMinutes * 60_000;
          if (!this.isOpenOver('site', request.site.receiving, [unloadFrom, unloadTo])) continue;
          if (vehicle.calendar && !this.isOpenOver(`v${index}`, vehicle.calendar, [loadFrom, backAt])) continue;
          const date = wall(unloadTo, request.site.receiving.timeZone).date;
          if (this.served(date).length === 0) continue;
          const trip = { vehicle: index, loadFrom, loadTo, unloadFrom, unloadTo, backAt, loadDate, date, cost };
          found.push({ ...trip, name: `z${found.length}`, minKg, capKg, published: false });
          const old = (request.published ?? []).find((one) => isSame(one, vehicle.id, trip));
          if (old) found.push({ ...trip, name: `z${found.length}`, minKg: old.massKg, capKg: old.massKg, published: true });
        }
      }
    }
    return found;
  }

  private served(date: string): { date: string; lateDays: number }[] {
    return [...this.demandKg().keys()].flatMap((demand) => {
      const lateDays = (Date.parse(date) - Date.parse(demand)) / DAY;
      const fits = lateDays >= -(this.request.earlyDays ?? 0) && lateDays <= (this.request.lateDays ?? 0);
      return fits ? [{ date: demand, lateDays: Math.max(0, lateDays) }] : [];
    });
  }

  /** Trips of one vehicle, loading date and date share their mass; a published one has its own. */
  private makePools(): Map<string, Candidate[]> {
    const pools = new Map<string, Candidate[]>();
    for (const one of this.candidates) {
      const key = one.published ? one.name : `v${one.vehicle}_${one.loadDate}_${one.date}`.replaceAll('-', '');
      pools.set(key, [...(pools.get(key) ?? []), one]);
    }
    return pools;
  }

  private makeFlows(): { name: string; pool: Candidate[]; demand: string; lateDays: number }[] {
    return [...this.pools].flatMap(([key, pool]) =>
      this.served(pool[0]?.date ?? '').map(({ date, lateDays }) => ({
        name: `x_${key}_${date.replaceAll('-', '')}`,
        pool,
        demand: date,
        lateDays,
      })),
    );
  }

  private expression(what: string): string {
    const sum = (terms: string[]) => (terms.length > 0 ? terms.join(' + ') : '0 last');
    if (what === 'unmet') return sum([...this.demandKg().keys()].map((date) => `s_${date.replaceAll('-', '')}`));
    if (what === 'late') return sum(this.flows.flatMap(({ name, lateDays }) => (lateDays > 0 ? [`${lateDays} ${name}`] : [])));
    if (what === 'cost') return sum(this.candidates.map(({ name, cost }) => `${cost} ${name}`));
    if (what === 'trips') return sum(this.candidates.map(({ name }) => name));
    if (what === 'changes')
      return `0 last${this.candidates.map(({ name, published }) => (published ? ` - ${name}` : '')).join('')}`;
    return 'last';
  }

  private minimise(held: readonly string[], what: string): number {
    const rows = [...this.rows(), ...held].map((row, index) => ` r${index}: ${broken(row)}`);
    const names = this.candidates.map(({ name }) => name);
    const text = `Minimize\n obj: ${broken(this.expression(what))}\nSubject To\n${rows.join('\n')}\n${names.length > 0 ? `Binary\n ${names.join('\n ')}\n` : ''}End`;
    const result = this.highs.solve(text, { mip_rel_gap: 0, mip_abs_gap: 1e-6, output_flag: false, time_limit: 8 });
    if (result.Status !== 'Optimal') throw new Error(`oracle: ${what} ${result.Status}`);
    return result.ObjectiveValue;
  }

  private rows(): string[] {
    const rows: string[] = [];
    const flows = this.flows;
    for (const [, pool] of this.pools) {
      const own = flows.filter((flow) => flow.pool === pool).map(({ name }) => name);
      if (own.length === 0) continue;
      rows.push(`${own.join(' + ')}${pool.map(({ name, capKg }) => ` - ${capKg} ${name}`).join('')} <= 0`);
      rows.push(`${own.join(' + ')}${pool.map(({ name, minKg }) => ` - ${minKg} ${name}`).join('')} >= 0`);
    }
    for (const [date, massKg] of this.demandKg()) {
      const own = flows.filter(({ demand }) => demand === date).map(({ name }) => name);
      rows.push(`${[`s_${date.replaceAll('-', '')}`, ...own].join(' + ')} = ${this.whole(massKg)}`);
    }
    for (const plant of this.request.plants)
      for (const [date, massKg] of Object.entries(plant.supplyKg ?? {})) {
        const own = flows.filter(
          ({ pool }) => pool[0]?.loadDate === date && this.request.fleet[pool[0].vehicle]?.plantId === plant.id,
        );
        if (own.length > 0) rows.push(`${own.map(({ name }) => name).join(' + ')} <= ${this.whole(massKg)}`);
      }
    for (let at = this.start; at < this.end + 2 * DAY; at += this.grid) rows.push(...this.rowsAt(at));
    for (const { name, unloadTo } of this.candidates) rows.push(`last - ${(unloadTo - this.start) / this.grid} ${name} >= 0`);
    return rows;
  }

  private rowsAt(at: number): string[] {
    const during = (pick: (one: Candidate) => boolean, most: number): string[] => {
      const running = this.candidates.filter(pick).map(({ name }) => name);
      return running.length > most ? [`${running.join(' + ')} <= ${most}`] : [];
    };
    return [
      ...during(({ unloadFrom, unloadTo }) => unloadFrom <= at && at < unloadTo, this.request.site.bays),
      ...this.request.plants.flatMap((plant) =>
        during(
          (one) => this.request.fleet[one.vehicle]?.plantId === plant.id && one.loadFrom <= at && at < one.loadTo,
          plant.bays,
        ),
      ),
      ...this.request.fleet.flatMap((_, index) =>
        during((one) => one.vehicle === index && one.loadFrom <= at && at < one.backAt, 1),
      ),
    ];
  }
}

/** The LP format has a longest line. */
const broken = (row: string): string => row.replaceAll(/((?: [-+] \S+(?: \S+)??){8})(?= [-+])/g, '$1\n');

function isSame(old: SplitTrip, vehicleId: string, trip: { loadFrom: number; unloadFrom: number }): boolean {
  return (
    old.vehicleId === vehicleId && Date.parse(old.loadFrom) === trip.loadFrom && Date.parse(old.unloadFrom) === trip.unloadFrom
  );
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

function midnight(date: string, timeZone: string): number {
  for (let at = Date.parse(date) - 14 * HOUR; ; at += HOUR) if (wall(at, timeZone).date === date) return at;
}
