/** A week of planned trips and a draft for the dispatcher's board, and an order whose days a customer may choose. */
import type { Calendar, NewRoadNetwork, PlanOrder } from '@karavan/contracts';
import { moscowDay } from '@karavan/rail';
import { DEMO_CUSTOMER } from './cast.ts';
import type { KaravanClient } from './karavan-client.ts';

interface Stage {
  customers: ReadonlyMap<string, string>;
  sites: ReadonlyMap<string, string>;
  entered: Set<string>;
}

const DAY_MS = 86_400_000;
const KM_AN_HOUR = 55;
const CEMENT = 'Цемент ЦЕМ I 42,5Н, навалом';
const [PNEUMATIC, SIDE, REAR] = ['пневмовыгрузка', 'боковая', 'задняя'] as const;
const PUBLISHED_ORDER = '10470';
const DRAFT_ORDER = '10471';
/** Nobody has laid it over days yet. */
export const OPEN_ORDER = '10460';

export async function seedPlans(client: KaravanClient, { stage, now }: { stage: Stage; now: Date }): Promise<void> {
  if ((await client.getRoadNetwork()).version === 0) await client.saveRoadNetwork(roadNetwork(stage));
  const known = new Set((await client.listPlans()).flatMap(({ orderNumber }) => orderNumber ?? []));
  const days = workdaysAfter(now);
  if (!known.has(PUBLISHED_ORDER)) {
    const plan = await client.createPlan(
      order(stage, { number: PUBLISHED_ORDER, to: 'elets', tonnes: [30, 20, 40, 30, 20], days, earlyDays: 1 }),
    );
    const solved = await client.solvePlan(plan.id, plan.revision);
    await client.publishPlan(plan.id, solved.revision);
  }
  if (!known.has(DRAFT_ORDER)) {
    const plan = await client.createPlan(
      order(stage, { number: DRAFT_ORDER, to: 'stupino', tonnes: [45, 60, 45, 260, 40], days, earlyDays: 0 }),
    );
    await client.solvePlan(plan.id, plan.revision);
  }
  if (!stage.entered.has(OPEN_ORDER)) {
    await client.createShipment({
      customerId: idOf(stage.customers, DEMO_CUSTOMER),
      orderNumber: OPEN_ORDER,
      product: CEMENT,
      massKg: 70_000,
      originSiteId: idOf(stage.sites, 'shchurovo'),
      destinationSiteId: idOf(stage.sites, 'kolomna'),
      deliverBy: days.at(-1) ?? moscowDay(now.getTime()),
      legs: [],
    });
    stage.entered.add(OPEN_ORDER);
  }
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`${key} plays on no known stage`);
  return id;
}

/** The next five days from Monday to Friday, the day after tomorrow at the earliest: plans are made ahead. */
function workdaysAfter(now: Date): string[] {
  const days: string[] = [];
  for (let ahead = 2; days.length < 5; ahead += 1) {
    const day = moscowDay(now.getTime() + ahead * DAY_MS);
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday >= 1 && weekday <= 5) days.push(day);
  }
  return days;
}

interface Wanted {
  number: string;
  to: string;
  tonnes: readonly number[];
  days: readonly string[];
  earlyDays: number;
}

function order(stage: Stage, { number, to, tonnes, days, earlyDays }: Wanted): PlanOrder {
  return {
    customerId: idOf(stage.customers, DEMO_CUSTOMER),
    orderNumber: number,
    product: CEMENT,
    form: { form: 'bulk' },
    destinationSiteId: idOf(stage.sites, to),
    days: days.map((date, index) => ({ date, massKg: (tonnes[index] ?? 0) * 1000 })),
    earlyDays,
    lateDays: 0,
    objective: 'fewestTrips',
  };
}

const hours = (from: string, to: string): Calendar => ({
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries((['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((day) => [day, [[from, to]]])),
});

/** Trucks described by their axles have no payload of their own: the road and the day say what they may carry. */
const SEMI = { type: 'tractor_semitrailer', tractor: 'volvo-fh-4x2', trailer: 'tilt-13.6' } as const;

function roadNetwork({ sites }: Stage): NewRoadNetwork {
  const at = (key: string) => idOf(sites, key);
  const way = (from: string, to: string, distanceKm: number) => ({
    plantSiteId: at(from),
    siteId: at(to),
    distanceKm,
    driveMinutes: Math.round((distanceKm / KM_AN_HOUR) * 60),
  });
  const truck = (plate: string, from: string, more: Partial<NewRoadNetwork['vehicles'][number]> = {}) => ({
    plate,
    plantSiteId: at(from),
    maxPayloadKg: 25_000,
    minLoadKg: 5_000,
    unloadingModes: [PNEUMATIC],
    unloadMinutes: 50,
    costPerTrip: 3_000,
    costPerKm: 62,
    ...more,
  });
  const axled = (plate: string, from: string) => {
    const { maxPayloadKg: _, ...rest } = truck(plate, from, { vehicle: SEMI, unloadingModes: [SIDE, REAR], unloadMinutes: 40 });
    return rest;
  };
  return {
    plants: ['oskol', 'shchurovo'].map((key) => ({
      siteId: at(key),
      loading: hours('00:00', '24:00'),
      bays: 2,
      loadMinutes: 40,
    })),
    sites: [
      {
        siteId: at('elets'),
        receiving: hours('08:00', '20:00'),
        bays: 1,
        unloadingModes: [PNEUMATIC, SIDE, REAR],
        roadClass: '10',
      },
      {
        siteId: at('stupino'),
        receiving: hours('09:00', '18:00'),
        bays: 1,
        unloadingModes: [PNEUMATIC, REAR],
        roadClass: '11.5',
      },
      { siteId: at('kolomna'), receiving: hours('08:00', '19:00'), bays: 2, unloadingModes: [PNEUMATIC, SIDE], roadClass: '10' },
    ],
    ways: [way('oskol', 'elets', 196), way('shchurovo', 'stupino', 62), way('shchurovo', 'kolomna', 21)],
    vehicles: [
      truck('Е834КС31', 'oskol'),
      truck('М101ОР31', 'oskol', { maxPayloadKg: 20_000 }),
      axled('М202ОР31', 'oskol'),
      truck('Н401ТТ50', 'shchurovo'),
      truck('Н402ТТ50', 'shchurovo', { maxPayloadKg: 22_000 }),
      axled('Н403ТТ50', 'shchurovo'),
    ],
    hoursRules: 'RU',
    ruleSet: 'RU',
  };
}
