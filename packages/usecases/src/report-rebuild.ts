import { reports, type Tx } from '@karavan/store';
import { advanceMember } from '@karavan/tracking';
import type { Outcome, ReportNews, State } from './report-decide.ts';
import type { Network } from './station-network.ts';
import { createPlaces, withNetworkKm } from './station-place.ts';

/** What was said earlier no longer bears on where a wagon is. */
const WINDOW_MS = 30 * 24 * 3_600_000;
/** wagons read at a time: a month of reports every quarter of an hour is three thousand rows a wagon */
const AT_A_TIME = 10;

/**
 * What is known of some wagons, worked out anew from every report in use in the order of the reports' own time: what a
 * report let in late leaves behind is what it would have left in its time. Events after `from` are late ones; the operations
 * are all that these reports tell of.
 */
export async function rebuildWagons(
  tx: Tx,
  input: { wagons: readonly string[]; from: string; network: Network },
): Promise<Pick<Outcome, 'states' | 'events' | 'operations'>> {
  const since = new Date(Date.parse(input.from) - WINDOW_MS);
  const place = createPlaces(input.network);
  const states = new Map<string, State>();
  const events: ReportNews[] = [];
  const operations: Outcome['operations'] = [];
  for (let start = 0; start < input.wagons.length; start += AT_A_TIME) {
    const rows = await reports.listRowsOfWagons(tx, { wagons: input.wagons.slice(start, start + AT_A_TIME), since });
    for (const { data, reportId, reportedAt } of rows) {
      const previous = states.get(data.wagon);
      const step = advanceMember({ previous, row: place(data), report: { id: reportId, reportedAt } });
      operations.push({ wagon: data.wagon, key: step.operationKey, operation: step.operation });
      if (step.state !== null) states.set(data.wagon, withNetworkKm(step.state, input.network));
      if (Date.parse(reportedAt) < Date.parse(input.from)) continue;
      const operation = `${data.wagon} ${step.operationKey}`;
      for (const event of step.events)
        events.push({ assetId: `wagon:${data.wagon}`, event: { ...event, late: true }, operation });
    }
  }
  return { states, events, operations };
}
