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
  uploadReport: { file: '(the bytes of report.xlsx)', source: 'upload' },
};
