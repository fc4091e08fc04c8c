import { assets, events, shipments, type Tx, takeRevision, wagons } from '@karavan/store';
import { raiseReportAlerts } from './alerts-report.ts';
import { wagonAssets } from './asset-of.ts';
import { eventsFor } from './events-for.ts';
import type { Foresight } from './foresight.ts';
import type { ReportNews, State } from './report-decide.ts';
import { loadWagonsOf, refreshShipments, saveRefreshed } from './shipment-refresh.ts';
import type { Network } from './station-network.ts';

/** Who follows the live rows takes them revision by revision: so many at a stretch keep nobody waiting. */
const ROWS_A_REVISION = 1000;

interface Spread {
  companyId: string;
  outcome: { states: ReadonlyMap<string, State>; events: readonly ReportNews[] };
  /** operations nobody had told of before, as `wagon key`: late events of others are old news */
  unheard: ReadonlySet<string>;
  /** wagons that never were */
  vanished: readonly string[];
  now: Date;
  foresight: Foresight;
  network: Network;
}

/** What became of wagons goes to all who live by it: their state, their markers, their cargo, the news and the alerts. Gives the revision. */
export async function spread(tx: Tx, input: Spread): Promise<number> {
  const { companyId, outcome, unheard, vanished, now } = input;
  const states = [...outcome.states.values()];
  const touched = [
    ...new Set([...outcome.events.map((event) => event.assetId), ...states.map((state) => `wagon:${state.number}`)]),
  ];
  const loaded = await shipments.loadShipmentsOn(tx, touched);
  const carried = new Map<string, State>([...(await loadWagonsOf(tx, loaded.units)), ...outcome.states]);
  const refreshed = refreshShipments({
    loaded,
    wagons: carried,
    moved: new Set(outcome.states.keys()),
    now,
    foresight: input.foresight,
  });
  const news = outcome.events.filter(
    ({ event, operation }) => !event.late || (operation !== undefined && unheard.has(operation)),
  );
  const told = eventsFor(news, { before: loaded.units, refreshed });

  const markers = await wagonAssets(states, input.network);

  // From here on other writers of live rows wait for our commit.
  let revision = await takeRevision(tx);
  for (let start = 0; start < Math.max(states.length, told.length); start += ROWS_A_REVISION) {
    if (start > 0) revision = await takeRevision(tx);
    const end = start + ROWS_A_REVISION;
    await wagons.saveWagons(tx, { companyId, revision, states: states.slice(start, end) });
    await assets.saveAssets(tx, { companyId, revision, assets: markers.slice(start, end) });
    await events.insertEvents(tx, { companyId, revision, events: told.slice(start, end) });
  }
  if (vanished.length > 0) await wagons.removeWagons(tx, { revision, numbers: vanished });
  await saveRefreshed(tx, { revision, before: loaded.units, refreshed });
  await raiseReportAlerts(tx, { companyId, states: outcome.states, now, revision });
  return revision;
}
