import {
  type Actor,
  type Language,
  phoneKey,
  queryKeys,
  type ShipmentUnit,
  searchKey,
  type Vehicle,
  type WagonState,
  type WhereAnswer,
  type WhereReply,
} from '@karavan/contracts';
import { normaliseWagonNumber, wagonTypoCandidates } from '@karavan/rail';
import { assets, search, shipments, type Tx, vehicles } from '@karavan/store';
import { isLate, termOf, truckSentence, wagonArrivedAt, wagonSentence } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { type Foresight, foresightOf, withEta } from './foresight.ts';
import { loadWagons, railNumbers } from './shipment-refresh.ts';
import { networkOf } from './station-network.ts';
import { orderAnswer, shipmentAnswer } from './where-shipment.ts';
import { trainAnswers } from './where-train.ts';

interface Asked {
  query: string;
  keys: string[];
  /** the wagon number meant, and numbers one mistyped digit away from it */
  numbers: string[];
  language: Language;
  now: Date;
  foresight: Foresight;
  isStaff: boolean;
}

const BEST = 20;

/** One box for any identifier. What the actor may not see is answered like what does not exist: not at all. */
export async function findCargo(deps: Deps, input: { actor: Actor; query: string; language: Language }): Promise<WhereReply> {
  const query = input.query.trim();
  const asked: Asked = {
    query,
    keys: [...queryKeys(query), ...(await stationKeys(deps, { companyId: input.actor.companyId, query }))],
    numbers: wagonsMeant(query),
    language: input.language,
    now: deps.clock(),
    foresight: await foresightOf(deps, input.actor.companyId),
    isStaff: input.actor.customerId === null,
  };
  const answers = await deps.db.scoped(scopeOf(input.actor), (tx) => answer(tx, asked));
  answers.push(...(await trainAnswers(deps, { ...input, query })));
  return { query, answers: answers.sort((a, b) => b.score - a.score).slice(0, BEST) };
}

/** A station's code, or another spelling of its name, finds the wagons there as reports write it. */
async function stationKeys(deps: Deps, { companyId, query }: { companyId: string; query: string }): Promise<string[]> {
  const network = await networkOf(deps, companyId);
  const station = /^\d{5,6}$/.test(query) ? network.byEsr(query.padStart(6, '0')) : network.resolve({ name: query });
  const key = station === undefined ? undefined : searchKey(station.name);
  return key === undefined || queryKeys(query).includes(key) ? [] : [key];
}

function wagonsMeant(query: string): string[] {
  const number = normaliseWagonNumber(query);
  return number === undefined ? [] : [number, ...wagonTypoCandidates(number)];
}

async function answer(tx: Tx, asked: Asked): Promise<WhereAnswer[]> {
  const hits = await search.searchAll(tx, { keys: asked.keys, wagons: asked.numbers, phone: phoneKey(asked.query) });
  const found = await shipments.listShipmentsByIds(tx, hits.shipments);
  const units = await shipments.listUnits(tx, hits.shipments);
  const numbers = exactFirst(hits.wagons, asked.numbers);
  const known = await loadWagons(tx, [...numbers, ...railNumbers(units)]);
  const trucks = hits.vehicles.map((id) => `truck:${id}`);
  const carried = await shipments.loadCarriedBy(tx, [...numbers.map((number) => `wagon:${number}`), ...trucks]);
  const states = numbers.flatMap((number) => known.get(number) ?? []);
  const answers = states.map((state) => wagonAnswer({ state: withEta(state, asked.now, asked.foresight), asked, carried }));
  const markers = await assets.listAssets(tx, { filter: { ids: trucks } });
  for (const vehicle of await vehicles.listVehiclesByIds(tx, hits.vehicles))
    answers.push(truckAnswer({ vehicle, asset: markers.find((marker) => marker.id === `truck:${vehicle.id}`), asked, carried }));
  return [...answers, ...cargoAnswers({ found, units, carriers: known, asked })];
}

/** A wagon one digit away is an answer only when the very number is not known. */
function exactFirst(found: readonly string[], meant: readonly string[]): string[] {
  const [exact] = meant;
  return exact !== undefined && found.includes(exact)
    ? found.filter((number) => number === exact || !meant.includes(number))
    : [...found];
}

type Carried = { record: shipments.ShipmentRecord; unit: ShipmentUnit }[];

const orderOf = (cargo: Carried[number] | undefined) =>
  cargo === undefined ? {} : { order: cargo.record.orderNumber ?? cargo.record.number, product: cargo.record.facts.product };

function wagonAnswer(input: { state: WagonState; asked: Asked; carried: Carried }): WhereAnswer {
  const { state, asked } = input;
  const mine = input.carried.filter((cargo) => cargo.unit.assetId === `wagon:${state.number}`);
  const deadline = termOf(state, mine[0]?.record.state.deadline);
  const late = isLate(state.eta, deadline, wagonArrivedAt(state), asked.now, 'Europe/Moscow');
  const shown = deadline === undefined ? state : { ...state, deadline };
  const { station } = state.lastOperation;
  return {
    kind: 'wagon',
    id: state.number,
    title: state.number,
    sentence: wagonSentence({ wagon: shown, late, now: asked.now, language: asked.language, ...orderOf(mine[0]) }),
    status: state.status,
    ...(station.lat !== undefined && station.lon !== undefined
      ? { position: { lat: station.lat, lon: station.lon, at: state.lastOperation.at, place: station.name } }
      : {}),
    ...(state.remainingKm !== undefined ? { remainingKm: state.remainingKm } : {}),
    idleDays: state.idle.atStationDays,
    ...(state.eta !== undefined ? { eta: state.eta } : {}),
    ...(deadline !== undefined ? { deadline } : {}),
    late,
    shipmentIds: [...new Set(mine.map((cargo) => cargo.record.id))],
    evidence: { kind: 'report', ...state.evidence, reportedAt: state.reportedAt, operation: state.lastOperation },
    score: asked.numbers[0] === state.number ? 1 : asked.numbers.includes(state.number) ? 0.8 : 0.6,
  };
}

function truckAnswer(input: {
  vehicle: Vehicle;
  asset: assets.AssetRecord | undefined;
  asked: Asked;
  carried: Carried;
}): WhereAnswer {
  const { vehicle, asset, asked } = input;
  const mine = input.carried.filter((cargo) => cargo.unit.assetId === `truck:${vehicle.id}`);
  const cargo = mine.find(({ unit }) => unit.status === 'moving') ?? mine[0];
  const { position } = asset ?? {};
  const deadline = cargo?.record.state.deadline;
  const late = isLate(
    cargo?.unit.eta,
    deadline,
    cargo?.unit.deliveredAt,
    asked.now,
    cargo?.record.facts.destination.timeZone ?? 'Europe/Moscow',
  );
  return {
    kind: 'truck',
    id: vehicle.id,
    title: vehicle.plate,
    sentence: truckSentence({
      label: vehicle.plate,
      ...(position ? { position: { ...position, ...(asset?.place !== undefined ? { place: asset.place } : {}) } } : {}),
      ...(cargo ? { unit: cargo.unit } : {}),
      ...orderOf(cargo),
      now: asked.now,
      language: asked.language,
    }),
    status: asset?.status ?? 'unknown',
    ...(position ? { position: { lat: position.lat, lon: position.lon, at: position.at } } : {}),
    ...(cargo?.unit.remainingKm !== undefined ? { remainingKm: cargo.unit.remainingKm } : {}),
    ...(cargo?.unit.eta !== undefined ? { eta: cargo.unit.eta } : {}),
    ...(deadline !== undefined ? { deadline } : {}),
    late,
    shipmentIds: [...new Set(mine.map((item) => item.record.id))],
    evidence: position
      ? { kind: 'position', source: position.source, fixedAt: position.at, lat: position.lat, lon: position.lon }
      : { kind: 'none' },
    score: asked.keys.includes(vehicle.plate) ? 1 : 0.7,
  };
}

function cargoAnswers(input: {
  found: shipments.ShipmentRecord[];
  units: shipments.UnitRecord[];
  carriers: ReadonlyMap<string, WagonState>;
  asked: Asked;
}): WhereAnswer[] {
  const { asked, carriers: wagons } = input;
  const matches = (text: string | undefined) => text !== undefined && asked.keys.includes(queryKeys(text)[0] ?? '');
  const ofOrder = input.found.filter((record) => matches(record.orderNumber));
  const rest = input.found.filter((record) => !ofOrder.includes(record));
  const unitsOf = (ids: readonly string[]) => input.units.filter((unit) => ids.includes(unit.shipmentId));
  const answers = rest.map((record) =>
    shipmentAnswer({ record, units: unitsOf([record.id]), wagons, score: matches(record.number) ? 1 : 0.5, ...asked }),
  );
  if (ofOrder.length > 0)
    answers.push(
      orderAnswer({ records: ofOrder, units: unitsOf(ofOrder.map((record) => record.id)), wagons, score: 1, ...asked }),
    );
  return answers;
}
