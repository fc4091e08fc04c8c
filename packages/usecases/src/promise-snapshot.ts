import type { PromiseItem, PromiseRequest, StockLot, StoredNetwork } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { goods, network, type Tx } from '@karavan/store';

/** What is asked when the network is the stored one. */
export type PromiseQuestion = Omit<PromiseRequest, 'network'>;

export interface Snapshot {
  network: StoredNetwork;
  lots: StockLot[];
  request: PromiseRequest;
  /** as it was read, to see later whether anything changed */
  goods: goods.Goods;
}

interface SnapshotInput {
  companyId: string;
  question: PromiseQuestion;
  /** a promise that may take its own goods again */
  promiseId?: string;
}

/**
 * What is stored, as the planner asks for it: only the goods asked for, only what nobody holds. All of it was checked when it was
 * saved, so only the names of goods are looked at here.
 * @throws AppError BAD_INPUT for goods nobody has described
 */
export async function loadSnapshot(tx: Tx, { companyId, question, promiseId }: SnapshotInput): Promise<Snapshot> {
  const skus = question.lines.map((line) => line.sku);
  const read = await goods.readGoods(tx, { skus, promiseId });
  const stored = await networkOf(tx, { companyId, read });
  const lots = promiseId === undefined ? goods.lotsOf(read) : await goods.lotsFor(tx, { goods: read, promiseId });
  const items = goods.itemsOf(read);
  refuseUnknown(question, items);
  const { warehouses, lanes, services } = stored;
  const places = new Set(warehouses.map(({ id }) => id));
  const stock = lots
    .filter(({ warehouseId, free }) => free > 0 && places.has(warehouseId))
    .map(({ free, reserved: _, ...lot }) => ({ ...lot, quantity: free }));
  const request = { ...plainQuestion(question), network: { items, warehouses, lanes, services, stock } };
  return { network: stored, lots, request, goods: read };
}

/** Whether the goods and the network are still what they were when this was read. */
export async function isStillSo(tx: Tx, { question, goods: before }: { question: PromiseQuestion; goods: goods.Goods }) {
  return goods.isSame(before, await goods.readGoods(tx, { skus: question.lines.map((line) => line.sku) }));
}

/** Without what a promise carries besides, such as its id. */
function plainQuestion(question: PromiseQuestion): PromiseQuestion {
  const { orderedAt, lines, destination, objective, maxShipments, deliverBy } = question;
  return {
    ...{ orderedAt, lines, destination, objective },
    ...(maxShipments === undefined ? {} : { maxShipments }),
    ...(deliverBy === undefined ? {} : { deliverBy }),
  };
}

function refuseUnknown({ lines }: PromiseQuestion, items: readonly PromiseItem[]): void {
  const known = new Set(items.map(({ sku }) => sku));
  const errors = lines.flatMap(({ sku }, index) =>
    known.has(sku) ? [] : [{ path: `lines.${index}.sku`, message: `${sku} is not among the stored goods: its mass is unknown` }],
  );
  const [first] = errors;
  if (first !== undefined) throw new AppError('BAD_INPUT', `${first.path}: ${first.message}`, { errors });
}

const MOST_NETWORKS = 50;
const NETWORKS = new Map<string, StoredNetwork>();

/** A version of a network never changes: it is read once. */
async function networkOf(tx: Tx, { companyId, read }: { companyId: string; read: goods.Goods }): Promise<StoredNetwork> {
  const { networkVersion, networkSavedAt } = read;
  const key = `${companyId} ${networkVersion} ${networkSavedAt}`;
  const known = NETWORKS.get(key);
  if (known !== undefined) return known;
  const stored = await network.loadNetwork(tx, networkVersion);
  if (NETWORKS.size >= MOST_NETWORKS) NETWORKS.clear();
  NETWORKS.set(key, stored);
  return stored;
}
