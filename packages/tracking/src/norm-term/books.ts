/** Terms of delivery of the railway as data. A newer edition of the act is another book, not another rule. */

/** What the speed depends on. A report does not say it: a wagon counts as wagonload unless somebody knows better. */
export type ShipmentKind = 'wagonload' | 'route' | 'container';

export interface NormBook {
  /** first day of acceptance it holds for; the last one, where it has ended */
  validFrom: string;
  validTo?: string;
  source: string;
  /** the table was held against the act itself */
  confirmed: boolean;
  /** km a day from that many tariff km on, ascending, the first from 0 */
  kmPerDay: Record<ShipmentKind, readonly { fromKm: number; kmPerDay: number }[]>;
  /** days added to every shipment, and what for */
  extraDays: readonly { days: number; why: string }[];
}

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
 * Order 245 of the Ministry of Transport, in force since 27 March 2016. Its table of norms has not been read: the
 * figures are placeholders that fit real terms of coal trains, and every term made of them is shown as computed.
 */
export const NORM_BOOKS: readonly NormBook[] = [
  {
    validFrom: '2016-03-27',
    source: 'Order of the Ministry of Transport of Russia No. 245 of 07.08.2015; norms per day are placeholders',
    confirmed: false,
    kmPerDay: {
      wagonload: WAGONLOAD,
      route: [
        { fromKm: 0, kmPerDay: 320 },
        { fromKm: 1000, kmPerDay: 550 },
      ],
      container: WAGONLOAD.map((band) => ({ ...band, kmPerDay: band.kmPerDay * 0.75 })),
    },
    extraDays: [{ days: 2, why: 'operations at the origin and at the destination' }],
  },
];
