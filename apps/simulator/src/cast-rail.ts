/** The wagons of the demo world, in the groups they travel in, and where the story finds each group. */
import { DEMO_CUSTOMER, wagonNumber } from './cast.ts';

/** Part of a group that goes to one customer under one waybill. */
export interface Consignment {
  orderNumber: string;
  customer: string;
  wagons: readonly string[];
  /** kg in each of its wagons where the order says so; else as the hoppers are filled */
  massKg?: number;
  /** the order goes on by truck: see the road orders */
  mixed?: boolean;
}

export interface RakeCast {
  key: string;
  /** keys of places: a plant and the place of unloading */
  from: string;
  to: string;
  consignments: readonly Consignment[];
  /** where the group is when the world begins */
  story:
    | { leg: 'loaded' | 'empty'; atKm: number }
    /** so many minutes after this operation of the trip */
    | { leg: 'loaded' | 'empty'; afterCode: string; minutes: number };
  /** once, in the trip of the story: left behind at a station, or found faulty there */
  hold?: { code: '92' | '53'; esr: string; hours: number };
}

const w = wagonNumber;

export const RAKES: readonly RakeCast[] = [
  {
    key: 'sebryakovo-1',
    from: 'sebryakovo',
    to: 't-voskresensk',
    consignments: [
      { orderNumber: '10423', customer: DEMO_CUSTOMER, wagons: ['93123453', w('9310482'), w('9310517')] },
      { orderNumber: '10401', customer: 'meschera', wagons: [w('9310533'), w('9310610')] },
    ],
    story: { leg: 'loaded', atKm: 397 },
  },
  {
    key: 'sebryakovo-2',
    from: 'sebryakovo',
    to: 't-voskresensk',
    consignments: [
      { orderNumber: '10425', customer: DEMO_CUSTOMER, wagons: ['93456788', w('9341127')] },
      { orderNumber: '10402', customer: 'meschera', wagons: [w('9341233'), w('9341308')] },
    ],
    story: { leg: 'loaded', afterCode: '92', minutes: 94 * 60 },
    hold: { code: '92', esr: '223803', hours: 116 },
  },
  {
    key: 'novorossiysk-1',
    from: 'novorossiysk',
    to: 't-lipetsk',
    consignments: [
      { orderNumber: '10403', customer: 'zadonye', wagons: [w('9420116'), w('9420205'), w('9420331'), w('9420374')] },
      { orderNumber: '10404', customer: 'chernozem', wagons: [w('9420418'), w('9420509')] },
    ],
    story: { leg: 'loaded', atKm: 655 },
  },
  {
    key: 'oskol-1',
    from: 'oskol',
    to: 't-domodedovo',
    consignments: [
      { orderNumber: '10424', customer: DEMO_CUSTOMER, wagons: [w('9533012'), w('9533127')] },
      { orderNumber: '10405', customer: 'priokskiy', wagons: [w('9533204'), w('9533310')] },
    ],
    story: { leg: 'loaded', atKm: 214 },
  },
  {
    key: 'pikalevo-1',
    from: 'pikalevo',
    to: 't-shushary',
    consignments: [
      { orderNumber: '10406', customer: 'nevskiy', wagons: [w('9351015'), w('9351124'), w('9351237')] },
      { orderNumber: '10407', customer: 'ladoga', wagons: [w('9351302'), w('9351411')] },
    ],
    story: { leg: 'loaded', atKm: 61 },
  },
  {
    key: 'nuya-1',
    from: 'nuya',
    to: 't-rybnoe',
    consignments: [
      { orderNumber: '10408', customer: 'oka', wagons: ['94567898', w('9467012'), w('9467133')] },
      { orderNumber: '10409', customer: 'meschera', wagons: [w('9467204'), w('9467315')] },
    ],
    story: { leg: 'loaded', atKm: 236 },
  },
  {
    key: 'sebryakovo-empty',
    from: 'sebryakovo',
    to: 't-voskresensk',
    consignments: [
      { orderNumber: '10410', customer: DEMO_CUSTOMER, wagons: ['59000075', w('9312044'), w('9312117')] },
      { orderNumber: '10411', customer: 'oka', wagons: [w('9312208'), w('9312326')] },
    ],
    story: { leg: 'empty', atKm: 121 },
  },
  {
    key: 'pikalevo-empty',
    from: 'pikalevo',
    to: 't-shushary',
    consignments: [{ orderNumber: '10412', customer: 'ladoga', wagons: [w('9352019'), w('9352120'), w('9352233')] }],
    story: { leg: 'empty', atKm: 148 },
  },
  {
    key: 'sebryakovo-loading',
    from: 'sebryakovo',
    to: 't-lyubertsy',
    consignments: [{ orderNumber: '10413', customer: 'meschera', wagons: ['93234565', w('9313015'), w('9313127')] }],
    story: { leg: 'loaded', afterCode: '11', minutes: 50 },
  },
  {
    key: 'sebryakovo-arrived',
    from: 'sebryakovo',
    to: 't-voskresensk',
    consignments: [
      { orderNumber: '10420', customer: DEMO_CUSTOMER, wagons: ['54123450'] },
      { orderNumber: '10427', customer: DEMO_CUSTOMER, wagons: ['93000016'], massKg: 66_000, mixed: true },
      { orderNumber: '10414', customer: 'meschera', wagons: [w('9314022')] },
    ],
    story: { leg: 'loaded', afterCode: '21', minutes: 62 },
  },
  {
    key: 'sebryakovo-faulty',
    from: 'sebryakovo',
    to: 't-voskresensk',
    consignments: [{ orderNumber: '10415', customer: 'priokskiy', wagons: ['93333334'] }],
    story: { leg: 'loaded', afterCode: '53', minutes: 44 * 60 },
    hold: { code: '53', esr: '600102', hours: 68 },
  },
  {
    key: 'oskol-elets',
    from: 'oskol',
    to: 'elets',
    consignments: [{ orderNumber: '10431', customer: DEMO_CUSTOMER, wagons: ['95001236'], massKg: 30_000, mixed: true }],
    story: { leg: 'loaded', afterCode: '21', minutes: 95 },
  },
];
