import type { Better, GrossRow, GroupRow, Provenance, RuleSet, SpacingBand } from './shape.ts';

const KEY = 'EU_96_53';
const annex: Provenance = {
  source: 'Directive 96/53/EC, annex I (transportxxl.eu/axle_loads-9, /vehicle_weights-3)',
  validFrom: '1997-09-17',
  validTo: null,
  confidence: 'high',
};
const beyond = (note: string): Provenance => ({ ...annex, confidence: 'unconfirmed', note });
const kg = (tonnes: number): number => Math.round(tonnes * 1000);

/** The road-friendly condition: driven axles on twin wheels and air, or on twin wheels with no more than 9.5 t each. */
const friendly = (tonnes: number): Better => ({
  key: KEY,
  limitKg: kg(tonnes),
  needs: 'drivenTwinAir',
  orDrivenTwinEachKg: 9_500,
});
const band = (loM: number, hiM: number | null, closed: 'lo' | 'hi' = 'lo'): SpacingBand => ({ loM, hiM, closed });

type Row = Pick<GroupRow, 'axles' | 'unit' | 'band'> & { tonnes: number; per?: 'axle'; better?: Better; from?: Provenance };
const group = ({ tonnes, per, from = annex, ...row }: Row): GroupRow => ({
  id: `96-53/group/${row.unit}/${row.axles}${row.axles > 3 ? '+' : ''}/${row.band.loM}-${row.band.hiM ?? ''}`,
  ...(row.axles > 3 ? { orMore: true as const } : {}),
  per: per ?? 'group',
  limitsKg: { [KEY]: { single: kg(tonnes), twin: kg(tonnes) } },
  ...row,
  ...from,
});
const gross = (row: Omit<GrossRow, keyof Provenance | 'id' | 'limitKg'> & { tonnes: number; from?: Provenance }): GrossRow => {
  const { tonnes, from = annex, ...rest } = row;
  const id = `96-53/gross/${row.of}/${row.axles}${row.orMore ? '+' : ''}${row.steered ? `/steered-${row.steered}` : ''}`;
  return { id, limitKg: kg(tonnes), ...rest, ...from };
};

const beyondTridem = 'the annex ends at 1.4 m; its largest value is kept';
const perAxle = 'not in the annex; an axle’s part of the tridem is kept';

const motorRows = (of: 'single' | 'towingTruck'): GrossRow[] => [
  gross({ of, axles: 2, tonnes: 18 }),
  gross({ of, axles: 3, tonnes: 25, better: friendly(26) }),
  gross({ of, axles: 4, orMore: true, tonnes: 25, better: friendly(26), from: beyond('not in the annex; kept at three axles') }),
  // the dearer row first: it needs two steered axles
  gross({ of, axles: 4, orMore: true, steered: 2, tonnes: 25, better: friendly(32), perMetreKg: 5_000 }),
];

/** Bands are [lo, hi) here, but those of the tridem (lo, hi]. */
export const EUROPE: readonly RuleSet[] = [
  {
    ...annex,
    id: '96-53',
    name: 'EU_96_53',
    title: { ru: 'директива 96/53/EC', en: 'Directive 96/53/EC' },
    keys: [KEY],
    closeAxleMaxSpacingM: 2.5,
    groupsCrossUnits: false,
    mixedWheels: 'single',
    singleAxles: [
      { id: '96-53/axle/driven', driven: true, limitsKg: { [KEY]: { single: 11_500, twin: 11_500 } }, ...annex },
      { id: '96-53/axle/carried', driven: false, limitsKg: { [KEY]: { single: 10_000, twin: 10_000 } }, ...annex },
    ],
    groups: [
      group({ axles: 2, unit: 'motor', band: band(0, 1), tonnes: 11.5 }),
      group({ axles: 2, unit: 'motor', band: band(1, 1.3), tonnes: 16 }),
      group({ axles: 2, unit: 'motor', band: band(1.3, 1.8), tonnes: 18, better: friendly(19) }),
      group({ axles: 2, unit: 'trailer', band: band(0, 1), tonnes: 11 }),
      group({ axles: 2, unit: 'trailer', band: band(1, 1.3), tonnes: 16 }),
      group({ axles: 2, unit: 'trailer', band: band(1.3, 1.8), tonnes: 18 }),
      group({ axles: 2, unit: 'trailer', band: band(1.8, null), tonnes: 20 }),
      group({ axles: 3, unit: 'any', band: band(0, 1.3, 'hi'), tonnes: 21 }),
      group({ axles: 3, unit: 'any', band: band(1.3, 1.4, 'hi'), tonnes: 24 }),
      group({ axles: 3, unit: 'any', band: band(1.4, null, 'hi'), tonnes: 24, from: beyond(beyondTridem) }),
      group({ axles: 4, unit: 'any', band: band(0, 1.3, 'hi'), tonnes: 7, per: 'axle', from: beyond(perAxle) }),
      group({ axles: 4, unit: 'any', band: band(1.3, null, 'hi'), tonnes: 8, per: 'axle', from: beyond(perAxle) }),
    ],
    runs: [],
    gross: [
      ...motorRows('single'),
      ...motorRows('towingTruck'),
      gross({ of: 'towedTrailer', axles: 2, tonnes: 18 }),
      gross({ of: 'towedTrailer', axles: 3, orMore: true, tonnes: 24 }),
      gross({ of: 'combination', axles: 3, tonnes: 28, from: beyond('not in the annex; a truck of 18 t and one axle of 10 t') }),
      gross({
        of: 'combination',
        axles: 4,
        tonnes: 36,
        artic: { limitKg: 38_000, trailerSpacingOverM: 1.8, motorKg: 18_000, bogieKg: 20_000 },
      }),
      gross({ of: 'combination', axles: 5, orMore: true, tonnes: 40 }),
    ],
    minSteerShare: { share: 0, ...annex, source: 'statics: what lifts the front axle off the road cannot be steered' },
    minDrivenShare: { share: 0.25, ...annex, note: 'annex I 4.1: in international traffic only' },
  },
];
