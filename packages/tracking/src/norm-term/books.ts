import type { NormBook } from '@karavan/contracts';

const WAGONLOAD = [
  { fromKm: 0, kmPerDay: 110 },
  { fromKm: 200, kmPerDay: 160 },
  { fromKm: 600, kmPerDay: 210 },
  { fromKm: 1000, kmPerDay: 310 },
  { fromKm: 2000, kmPerDay: 330 },
  { fromKm: 3000, kmPerDay: 380 },
  { fromKm: 5000, kmPerDay: 400 },
];

/**
 * What the product brings along (NT5). Order 245 is in force since 27 March 2016; its table of norms has not been read: the
 * figures are placeholders that fit real terms of coal trains, and every term made of them is marked as unconfirmed.
 */
export const SHIPPED_NORMS: readonly NormBook[] = [
  {
    id: 'built-in',
    version: 0,
    name: 'Placeholder until the norms of order 245 are entered',
    validFrom: '2016-03-27',
    source: 'Order of the Ministry of Transport of Russia No. 245 of 07.08.2015; norms per day are placeholders',
    confidence: 'unconfirmed',
    kmPerDay: {
      wagonload: WAGONLOAD,
      route: [
        { fromKm: 0, kmPerDay: 320 },
        { fromKm: 1000, kmPerDay: 550 },
      ],
      container: WAGONLOAD.map((band) => ({ ...band, kmPerDay: band.kmPerDay * 0.75 })),
    },
    extraDays: [{ days: 2, why: 'operations at the origin and at the destination' }],
    createdBy: null,
    createdAt: null,
    confirmedBy: null,
    confirmedAt: null,
    withdrawnBy: null,
    withdrawnAt: null,
  },
];
