import type { FleetRow } from '../fleet/fleet-list.ts';

export interface TrainEntry {
  key: string;
  train: string;
  rows: [FleetRow, ...FleetRow[]];
}

/** The list with the wagons of a train at one place as one line, where the first of them would stand; the others stay as they are. */
export function withTrains(rows: readonly FleetRow[]): (FleetRow | TrainEntry)[] {
  const trains = new Map<string, TrainEntry>();
  const entries: (FleetRow | TrainEntry)[] = [];
  for (const row of rows) {
    const { train, position } = row.asset;
    if (train === undefined || position === null) {
      entries.push(row);
      continue;
    }
    const key = `${train} ${position.lat.toFixed(4)} ${position.lon.toFixed(4)}`;
    const known = trains.get(key);
    if (known) known.rows.push(row);
    else {
      const entry: TrainEntry = { key, train, rows: [row] };
      trains.set(key, entry);
      entries.push(entry);
    }
  }
  return entries.map((entry) => ('train' in entry && entry.rows.length === 1 ? entry.rows[0] : entry));
}
