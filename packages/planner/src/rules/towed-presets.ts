import type { CentreAxleTrailer, DrawbarTrailer } from '@karavan/contracts';

/** Typical trailers of a truck; the weighed masses of the real one replace them. */
export const TRAILERS: readonly ((DrawbarTrailer | CentreAxleTrailer) & {
  id: string;
  name: string;
  confidence: 'high' | 'unconfirmed';
  note?: string;
})[] = [
  {
    id: 'drawbar-2',
    name: '2-axle drawbar trailer 8.1 m',
    axles: [
      { xM: 0, wheels: 'twin', support: 'front' },
      { xM: 5, wheels: 'twin', support: 'rear' },
    ],
    tareFrontKg: 2600,
    tareRearKg: 2400,
    headboardXM: -1.2,
    deckLengthM: 8.1,
    drawbarLengthM: 2.6,
    techKg: { front: 9000, rear: 9000, gross: 18000 },
    unloading: ['side', 'rear', 'top'],
    note: 'typical of trailers of 18 t gross and 5 t tare; axle positions and tare split assumed, no maker card read',
    confidence: 'unconfirmed',
  },
  {
    id: 'centre-axle-2',
    name: '2-axle centre-axle trailer 7.8 m',
    axles: [
      { xM: 5.2, wheels: 'twin', support: 'bogie' },
      { xM: 6.51, wheels: 'twin', support: 'bogie' },
    ],
    tareKingpinKg: 400,
    tareBogieKg: 4600,
    kingpinFromHeadboardM: -1.6,
    deckLengthM: 7.8,
    techKg: { kingpin: 1000, bogie: 18000, gross: 18000 },
    unloading: ['side', 'rear', 'top'],
    note: 'typical of trailers of 18 t gross and 5 t tare, 1 t on the hitch; positions assumed, no maker card read',
    confidence: 'unconfirmed',
  },
];
