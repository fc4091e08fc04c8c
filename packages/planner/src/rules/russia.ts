import type { GrossRow, GroupRow, LimitsByKey, Provenance, RuleSet, SingleAxleRow, SpacingBand } from './shape.ts';

/** [single, twin] in tonnes for roads of 6, 10 and 11.5 t. */
type Cells = readonly [six: readonly [number, number], ten: readonly [number, number], eleven: readonly [number, number]];

const kg = (tonnes: number): number => Math.round(tonnes * 1000);
const limits = ([six, ten, eleven]: Cells): LimitsByKey => ({
  '6': { single: kg(six[0]), twin: kg(six[1]) },
  '10': { single: kg(ten[0]), twin: kg(ten[1]) },
  '11.5': { single: kg(eleven[0]), twin: kg(eleven[1]) },
});
const upTo = (loM: number, hiM: number): SpacingBand => ({ loM, hiM, closed: 'hi' });

/** One edition of the tables; both editions shipped carry the same numbers. */
function tablesOf(edition: Pick<Provenance, 'source' | 'validFrom' | 'validTo'> & { tag: string }) {
  const { tag, ...dated } = edition;
  const read: Provenance = { ...dated, confidence: 'high' };
  const held: Provenance = { ...dated, confidence: 'unconfirmed' };
  const group = (axles: number, band: SpacingBand, cells: Cells, from: Provenance): GroupRow => ({
    id: `${tag}/group/${axles}${axles > 3 ? '+' : ''}/${band.loM}-${band.hiM}`,
    axles,
    ...(axles > 3 ? { orMore: true as const } : {}),
    per: axles > 3 ? 'axle' : 'group',
    unit: 'any',
    band,
    limitsKg: limits(cells),
    ...from,
  });
  const gross = (of: 'single' | 'combination', axles: number, tonnes: number, orMore = false): GrossRow => ({
    id: `${tag}/gross/${of}/${axles}${orMore ? '+' : ''}`,
    of,
    axles,
    ...(orMore ? { orMore: true as const } : {}),
    limitKg: kg(tonnes),
    ...read,
  });
  const single: SingleAxleRow = {
    id: `${tag}/axle`,
    driven: 'any',
    limitsKg: limits([
      [5.5, 6],
      [9, 10],
      [10.5, 11.5],
    ]),
    ...read,
    note: 'remontgruzovik.ru 0-71; russian-customs.org. The 6 t column holds only where signs stand and the limit is published',
  };
  return { read, held, group, gross, single };
}

/** remontgruzovik.ru 0-71, russian-customs.org, expadr.ru, quepaw.com.ru; the rows from memory say `unconfirmed`. */
function edition(
  input: Pick<Provenance, 'source' | 'validFrom' | 'validTo'> & { tag: string; title: RuleSet['title'] },
): RuleSet {
  const { tag, title, ...dated } = input;
  const { read, held, group, gross, single } = tablesOf({ tag, ...dated });
  const [close, short, middle, wide] = [upTo(0, 1), upTo(1, 1.3), upTo(1.3, 1.8), upTo(1.8, 2.5)];
  return {
    ...dated,
    confidence: 'unconfirmed',
    note: 'the text itself was not seen: the tables are those of PP 272, app. 1-2, ed. 31.01.2020',
    id: tag,
    name: 'RU',
    title,
    keys: ['6', '10', '11.5'],
    closeAxleMaxSpacingM: 2.5,
    groupsCrossUnits: true,
    mixedWheels: 'single',
    singleAxles: [single],
    // biome-ignore format: a table is read as a table
    groups: [
      group(2, close,  [[8, 9],      [10, 11],   [11.5, 12.5]], read),
      group(2, short,  [[9, 10],     [13, 14],   [14, 16]],     read),
      group(2, middle, [[10, 11],    [15, 16],   [17, 18]],     { ...held, note: 'single wheels: expadr.ru' }),
      group(2, wide,   [[11, 12],    [17, 18],   [18, 20]],     held),
      group(3, close,  [[11, 12],    [15, 16.5], [17, 18]],     held),
      group(3, short,  [[12, 13.5],  [18, 19.5], [20, 21]],     held),
      {
        ...group(3, middle, [[13.5, 15], [21, 21], [23.5, 24]], { ...held, note: '22.5 t needs twin wheels and air suspension' }),
        better: { key: '10', limitKg: 22_500, needs: 'groupTwinAir' },
      },
      group(3, wide,   [[15, 16],    [22, 23],   [25, 26]],     held),
      group(4, close,  [[3.5, 4],    [5, 5.5],   [5.5, 6]],     held),
      group(4, short,  [[4, 4.5],    [6, 6.5],   [6.5, 7]],     held),
      group(4, middle, [[4.5, 5],    [6.5, 7],   [7.5, 8]],     { ...held, note: '6.5 t: a 4-axle tanker with 26 t permitted (otborta.ru)' }),
      group(4, wide,   [[5, 5.5],    [7, 7.5],   [8.5, 9]],     held),
    ],
    runs: [],
    gross: [
      gross('single', 2, 18),
      gross('single', 3, 25),
      gross('single', 4, 32),
      gross('single', 5, 38, true),
      gross('combination', 3, 28),
      gross('combination', 4, 36),
      gross('combination', 5, 40),
      gross('combination', 6, 44, true),
    ],
    minSteerShare: { share: 0, ...read, source: 'statics: what lifts the front axle off the road cannot be steered' },
  };
}

export const RUSSIA: readonly RuleSet[] = [
  edition({
    tag: 'PP2060',
    title: { ru: 'постановление № 2060 от 01.12.2023', en: 'Resolution 2060 of 1 December 2023' },
    source: 'PP RF 01.12.2023 No 2060',
    validFrom: '2024-03-01',
    validTo: '2030-03-01',
  }),
  edition({
    tag: 'PP2200',
    title: { ru: 'постановление № 2200 от 21.12.2020', en: 'Resolution 2200 of 21 December 2020' },
    source: 'PP RF 21.12.2020 No 2200',
    validFrom: '2021-01-01',
    validTo: '2024-02-29',
  }),
];
