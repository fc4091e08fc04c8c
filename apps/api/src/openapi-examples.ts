import type { EndpointName } from '@karavan/contracts';

/** What a first request may look like, by endpoint; a test keeps each true to its schema. */
export const REQUEST_EXAMPLES: Partial<Record<EndpointName, unknown>> = {
  login: { email: 'dispatcher@karavan.demo', password: 'karavan-demo' },
  createShipment: {
    customerId: '0198a6c2-7d1e-7c3a-9f00-3b5f6d1c2a10',
    orderNumber: '10431',
    product: 'Цемент М500',
    massKg: 108_500,
    origin: 'СЕБРЯКОВО',
    destination: { name: 'ВОСКРЕСЕНСК', esr: '234600' },
    deliverBy: '2026-08-25',
    legs: [
      { mode: 'rail', wagons: [{ number: '93123453', massKg: 68_500 }], waybill: 'ЭЯ101234' },
      {
        mode: 'road',
        trips: [
          { plate: 'А123ВС56', massKg: 20_000, loadFrom: '2026-08-24T06:00:00Z', unloadTo: '2026-08-24T14:00:00Z' },
          { plate: 'В456ОР56', massKg: 20_000 },
        ],
      },
    ],
  },
  createTariff: {
    name: 'Договор 7, приложение 2',
    validFrom: '2026-01-01',
    opens: 'arrived',
    closes: 'unloaded',
    freeHours: 48,
    unit: 'day',
    bands: [
      { fromDay: 1, rateMinor: 150_000 },
      { fromDay: 6, rateMinor: 250_000 },
    ],
    currency: 'RUB',
    source: 'договор 7 от 12.01.2026',
    confidence: 'confirmed',
  },
  addNorms: {
    name: 'Приказ 245, приложение 1',
    validFrom: '2026-09-01',
    kmPerDay: {
      wagonload: [
        { fromKm: 0, kmPerDay: 110 },
        { fromKm: 600, kmPerDay: 210 },
        { fromKm: 3000, kmPerDay: 380 },
      ],
      route: [{ fromKm: 0, kmPerDay: 550 }],
      container: [{ fromKm: 0, kmPerDay: 160 }],
    },
    extraDays: [{ days: 2, why: 'операции отправления и прибытия' }],
    source: 'приказ Минтранса России от 07.08.2015 № 245',
    confidence: 'confirmed',
  },
  endNorms: { validTo: '2026-12-31' },
  createGeofence: {
    name: 'Въезд на завод',
    shape: { kind: 'circle', center: { lat: 50.0681, lon: 43.2326 }, radiusM: 400 },
    alertOn: 'inside',
  },
  createAlertChannel: {
    kind: 'webhook',
    name: 'Диспетчерская',
    minSeverity: 'warning',
    settings: { url: 'https://example.com/karavan' },
  },
  uploadReport: { file: '(the bytes of report.xlsx)', source: 'upload' },
};
