/** The few calls of the public API that set the stage. Shapes are those of the contract, checked as they come in. */
import {
  BoardPlan,
  Company,
  Device,
  type NewDevice,
  type NewNetwork,
  type NewRoadNetwork,
  type NewShipment,
  type NewSite,
  type NewVehicle,
  PlanListItem,
  type PlanOrder,
  type PromiseItem,
  type PromiseStock,
  page,
  ReportListItem,
  ReportSummary,
  Saved,
  ShipmentDetail,
  ShipmentState,
  Site,
  StoredNetwork,
  StoredRoadNetwork,
  Vehicle,
} from '@karavan/contracts';

/** Of a plan the stage needs no more than to name it. */
const PlanRevision = BoardPlan.pick({ id: true, revision: true });
type PlanRevision = Pick<BoardPlan, 'id' | 'revision'>;

interface Shape<T> {
  parse(value: unknown): T;
}

export class KaravanClient {
  private readonly apiUrl: string;
  private readonly token: string;
  private readonly signal: AbortSignal | undefined;

  /** @param options.apiUrl where Karavan answers, without `/api/v1` */
  constructor(options: { apiUrl: string; token: string; signal?: AbortSignal }) {
    this.apiUrl = options.apiUrl.replace(/\/$/, '');
    this.token = options.token;
    this.signal = options.signal;
  }

  listCompanies(): Promise<Company[]> {
    return this.all('/companies', Company);
  }
  listSites(): Promise<Site[]> {
    return this.all('/sites', Site);
  }
  listShipments(): Promise<ShipmentState[]> {
    return this.all('/shipments', ShipmentState);
  }
  getShipment(id: string): Promise<ShipmentDetail> {
    return this.call({ path: `/shipments/${id}` }, ShipmentDetail);
  }
  /** the newest report Karavan has, by arrival */
  async newestReport(): Promise<ReportListItem | undefined> {
    const { items } = await this.call({ path: '/reports?limit=1' }, page(ReportListItem));
    return items[0];
  }

  getNetwork(): Promise<StoredNetwork> {
    return this.call({ path: '/network' }, StoredNetwork);
  }
  saveNetwork(network: NewNetwork): Promise<StoredNetwork> {
    return this.call({ path: '/network', body: network }, StoredNetwork);
  }
  saveGoods(items: PromiseItem[]): Promise<unknown> {
    return this.call({ path: '/network/items', body: { items } }, Saved);
  }
  saveStock(rows: PromiseStock[]): Promise<unknown> {
    return this.call({ path: '/network/stock', body: { rows } }, Saved);
  }
  getRoadNetwork(): Promise<StoredRoadNetwork> {
    return this.call({ path: '/network/road' }, StoredRoadNetwork);
  }
  saveRoadNetwork(network: NewRoadNetwork): Promise<StoredRoadNetwork> {
    return this.call({ path: '/network/road', body: network }, StoredRoadNetwork);
  }
  listPlans(): Promise<PlanListItem[]> {
    return this.all('/plans', PlanListItem);
  }
  createPlan(order: PlanOrder): Promise<PlanRevision> {
    return this.call({ path: '/plans', body: { order } }, PlanRevision);
  }
  solvePlan(id: string, revision: number): Promise<PlanRevision> {
    return this.call({ path: `/plans/${id}/solve`, body: { revision } }, PlanRevision);
  }
  publishPlan(id: string, revision: number): Promise<PlanRevision> {
    return this.call({ path: `/plans/${id}/publish`, body: { revision } }, PlanRevision);
  }
  createCompany(name: string, okpo: string): Promise<Company> {
    return this.call({ path: '/companies', body: { name, okpo } }, Company);
  }
  createSite(site: NewSite): Promise<Site> {
    return this.call({ path: '/sites', body: site }, Site);
  }
  createVehicle(vehicle: NewVehicle): Promise<Vehicle> {
    return this.call({ path: '/vehicles', body: vehicle }, Vehicle);
  }
  createDevice(device: NewDevice): Promise<Device> {
    return this.call({ path: '/devices', body: device }, Device);
  }
  createShipment(shipment: NewShipment): Promise<ShipmentDetail> {
    return this.call({ path: '/shipments', body: shipment }, ShipmentDetail);
  }
  uploadReport(bytes: Uint8Array<ArrayBuffer>, fileName: string): Promise<ReportSummary> {
    const form = new FormData();
    form.set('file', new Blob([bytes]), fileName);
    return this.call({ path: '/reports', form }, ReportSummary);
  }

  private async all<T>(path: string, item: Shape<T>): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = new URLSearchParams({ limit: '500', ...(cursor === '' ? {} : { cursor }) });
      const reply: { items: unknown[]; nextCursor: string | null } = await this.call({ path: `${path}?${query}` }, PAGE);
      items.push(...reply.items.map((value) => item.parse(value)));
      cursor = reply.nextCursor;
    }
    return items;
  }

  private async call<T>(request: { path: string; body?: unknown; form?: FormData }, shape: Shape<T>): Promise<T> {
    const { path, body, form } = request;
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}`, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = form ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${this.apiUrl}/api/v1${path}`, {
      method: sent === undefined ? 'GET' : 'POST',
      headers,
      ...(sent === undefined ? {} : { body: sent }),
      ...(this.signal ? { signal: this.signal } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path.replace(/\?.*/, '')} was answered with ${response.status}: ${text.slice(0, 500)}`);
    return shape.parse(JSON.parse(text));
  }
}

const PAGE: Shape<{ items: unknown[]; nextCursor: string | null }> = {
  parse(value) {
    const reply = value as { items?: unknown; nextCursor?: unknown } | null;
    if (!Array.isArray(reply?.items)) throw new Error('a list came without items');
    return { items: reply.items, nextCursor: typeof reply.nextCursor === 'string' ? reply.nextCursor : null };
  },
};
