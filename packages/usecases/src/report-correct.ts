import { fleets, reports, type Tx, wagons } from '@karavan/store';
import type { Outcome } from './report-decide.ts';
import { rebuildWagons } from './report-rebuild.ts';
import type { Network } from './station-network.ts';

/** What was made of a report by the wrong columns: its operations go, and the wagons of its old and new rows are worked out anew. */
export async function forgetMisread(tx: Tx, { reportId, outcome }: { reportId: string; outcome: Outcome }): Promise<void> {
  for (const wagon of await reports.listWagonsOfReport(tx, reportId)) outcome.overtaken.add(wagon);
  for (const { wagon } of outcome.rows) if (wagon !== null) outcome.overtaken.add(wagon);
  const numbers = [...outcome.overtaken];
  await wagons.deleteOperationsOf(tx, { reportId, wagons: numbers });
  await wagons.unpinMarkers(tx, numbers);
}

/**
 * Wagons of the misread rows that no recent report names: what older reports said of them is what is known again. Gives
 * those that no report in use has ever named; they belong to no fleet, so none can miss them.
 */
export async function takeBack(tx: Tx, { outcome, network }: { outcome: Outcome; network: Network }): Promise<string[]> {
  const unnamed = [...outcome.overtaken].filter((wagon) => !outcome.states.has(wagon));
  if (unnamed.length === 0) return [];
  const older = await rebuildWagons(tx, { wagons: unnamed, from: new Date(0).toISOString(), network });
  for (const [wagon, state] of older.states) outcome.states.set(wagon, state);
  const vanished = unnamed.filter((wagon) => !older.states.has(wagon));
  await fleets.deleteMembers(tx, vanished);
  return vanished;
}
