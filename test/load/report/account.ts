import { type KnownStation, STATIONS, stationByEsr, wagonCheckDigit } from '@karavan/rail';
import { type Account, createWorld, startAccount, type WagonRow } from '@karavan/simulator';
import { epochNow } from '../support/clock.ts';

/** A wagon that moves does so between two stations that lie 29 km apart, both in the sight of the page. */
export const FROM = station('591907');
export const TO = station('592505');
export const VIEW = { zoom: 9, lat: (FROM.lat + TO.lat) / 2, lon: (FROM.lon + TO.lon) / 2 };

/** As many rows as the daily report of a shipper with a fleet of his own. */
const WAGONS = 320;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export interface Railway {
  account: Account;
  /** wagons that stand where the page looks */
  waiting: readonly string[];
  /** The railway hears that a wagon has arrived: the next report has it. Gives the moment, epoch ms. */
  arrive(wagon: string): number;
  /** when the report with the last arrival first went out, epoch ms */
  servedAt(): number | undefined;
}

/** A client account with a fleet that stands still until told otherwise. */
export async function startRailway(count: number): Promise<Railway> {
  const rows = makeRows(count);
  let servedAt: number | undefined;
  const account = await startAccount({ login: 'bench', password: 'bench-password', rows: () => [...rows.values()] });
  account.onServed((served) => {
    servedAt ??= served.servedAt;
  });
  return {
    account,
    waiting: [...rows.keys()].slice(0, count),
    servedAt: () => servedAt,
    arrive(wagon) {
      const row = rows.get(wagon);
      if (row === undefined) throw new Error(`there is no wagon ${wagon}`);
      const operationAt = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
      rows.set(wagon, {
        ...row,
        stationEsr: TO.esr,
        operation: '8',
        operationAt,
        remainingKm: Math.max(0, row.remainingKm - 29),
      });
      servedAt = undefined;
      return epochNow();
    },
  };
}

function makeRows(inSight: number): Map<string, WagonRow> {
  const now = new Date();
  const sample = createWorld({ seed: 1, anchor: now }).wagonRows(now);
  const elsewhere = STATIONS.filter(({ lon }) => Math.abs(lon - VIEW.lon) > 6);
  // All in one state: wagons of two states at one station would be a cluster, and a cluster is nobody's own marker.
  const underWay = sample.find(({ departedAt, arrivedAt }) => departedAt !== undefined && arrivedAt === undefined);
  const rows = new Map<string, WagonRow>();
  for (let index = 0; index < WAGONS; index++) {
    const row = index < inSight ? underWay : sample[index % sample.length];
    const place = index < inSight ? FROM : elsewhere[index % elsewhere.length];
    if (row === undefined || place === undefined) throw new Error('the demo world is empty');
    const first7 = String(9_510_000 + index * 13);
    const number = `${first7}${wagonCheckDigit(first7)}`;
    const operationAt = Math.floor((now.getTime() - 6 * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
    rows.set(number, { ...row, number, stationEsr: place.esr, operation: '2', operationAt, train: undefined });
  }
  return rows;
}

function station(esr: string): KnownStation {
  const known = stationByEsr(esr);
  if (known === undefined) throw new Error(`there is no station ${esr}`);
  return known;
}
