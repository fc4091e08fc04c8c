import type { Found } from './found.ts';
import type { Load } from './greedy.ts';
import type { Departure, Model, Need, ServiceRun, StockRow, Transfer } from './model.ts';

/** Units of one stock row in one shipment. */
export interface CarriedLine {
  need: Need;
  stock: StockRow;
  units: number;
  transfer: Transfer | undefined;
}

export interface CarriedShipment {
  run: ServiceRun;
  departure: Departure;
  lines: CarriedLine[];
  massKg: number;
  cost: number;
}

/** A plan as it is carried out: every shipment on the earliest departure its goods allow. */
export interface Carried {
  shipments: CarriedShipment[];
  transfers: { transfer: Transfer; massKg: number; cost: number }[];
  deliveredMs: number;
  cost: number;
}

export function carryOut(model: Model, found: Found): Carried {
  const loads = found.loads();
  const lines = stockedLines(model, loads);
  const shipments = shipmentsOf(model, found, lines).sort(byInstants);
  const transfers = transfersOf(lines.map(({ line }) => line));
  return {
    shipments,
    transfers,
    deliveredMs: Math.max(...shipments.map(({ departure }) => departure.deliveredMs)),
    cost: [...shipments, ...transfers].reduce((sum, { cost }) => sum + cost, 0),
  };
}

interface LoadedLine {
  bin: number;
  readyMs: number;
  line: CarriedLine;
}

/** Loads say how much of an origin; rows are taken in the order they are ready. */
function stockedLines(model: Model, loads: readonly Load[]): LoadedLine[] {
  const taken = new Map<Need['supply'][number], number>();
  const lines: LoadedLine[] = [];
  for (const load of loads) {
    const need = model.needs[load.need];
    const supply = need?.supply[load.supply];
    if (!need || !supply) continue;
    const transfer = load.transfer < 0 ? undefined : model.transfers[load.transfer];
    let skip = taken.get(supply) ?? 0;
    let left = load.units;
    taken.set(supply, skip + left);
    for (const stock of supply.rows) {
      const units = Math.min(left, stock.row.quantity - skip);
      skip = Math.max(0, skip - stock.row.quantity);
      if (units <= 0) continue;
      left -= units;
      const readyMs = transfer?.readyMs ?? stock.release.readyMs;
      lines.push({ bin: load.bin, readyMs, line: { need, stock, units, transfer } });
      if (left <= 0) break;
    }
  }
  return lines;
}

/** Rule PR8: within one service, shipments move forward to the earliest departure that is free and late enough for their goods. */
function shipmentsOf(model: Model, found: Found, lines: readonly LoadedLine[]): CarriedShipment[] {
  const byBin = new Map<number, LoadedLine[]>();
  for (const line of lines) {
    const known = byBin.get(line.bin);
    if (known) known.push(line);
    else byBin.set(line.bin, [line]);
  }
  const bins = [...byBin.keys()].sort((a, b) => (found.bins[a]?.departsMs ?? 0) - (found.bins[b]?.departsMs ?? 0));
  const nextFree = new Map<number, number>();
  return bins.flatMap((bin) => {
    const service = found.bins[bin]?.service ?? -1;
    const run = model.services[service];
    const own = byBin.get(bin) ?? [];
    const readyMs = own.reduce((latest, line) => Math.max(latest, line.readyMs), 0);
    const free = nextFree.get(service) ?? 0;
    const index = run?.departures.findIndex(({ departsMs }, at) => at >= free && departsMs >= readyMs) ?? -1;
    const departure = run?.departures[index];
    if (!run || !departure) return [];
    nextFree.set(service, index + 1);
    const massKg = massOf(own.map(({ line }) => line));
    const { fixed, perKg } = run.service.cost;
    return [{ run, departure, lines: own.map(({ line }) => line), massKg, cost: fixed + perKg * massKg }];
  });
}

function transfersOf(lines: readonly CarriedLine[]): Carried['transfers'] {
  const byTransfer = new Map<Transfer, CarriedLine[]>();
  for (const line of lines) {
    if (!line.transfer) continue;
    const known = byTransfer.get(line.transfer);
    if (known) known.push(line);
    else byTransfer.set(line.transfer, [line]);
  }
  return [...byTransfer]
    .sort(([a], [b]) => a.departsMs - b.departsMs || a.lane.id.localeCompare(b.lane.id))
    .map(([transfer, own]) => {
      const massKg = massOf(own);
      return { transfer, massKg, cost: transfer.lane.cost.fixed + transfer.lane.cost.perKg * massKg };
    });
}

function massOf(lines: readonly CarriedLine[]): number {
  return lines.reduce((sum, { need, units }) => sum + units * need.massKg, 0);
}

function byInstants(a: CarriedShipment, b: CarriedShipment): number {
  return (
    a.departure.deliveredMs - b.departure.deliveredMs ||
    a.departure.departsMs - b.departure.departsMs ||
    a.run.service.id.localeCompare(b.run.service.id)
  );
}
