/** Lists in JSON and XML, whatever their nesting, keys and dates. */
import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => bytes(JSON.stringify(value));
const AT = '2026-08-20T03:12:00.000Z';

const one = { NOM_VAG: '93123453', DATE_OP: '2026-08-20T06:12:00.000', KOP_VMD: '2', NAIM_STAN_OP: 'РЫБНОЕ', STAN_OP: '220006' };
const other = { ...one, NOM_VAG: '93456788' };
const renamed = (record: object, rename: (key: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));
const camel = (key: string): string => key.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const russian = {
  'Номер вагона': 93123453,
  'Дата и время операции': '20.08.2026 06:12',
  Операция: 'ОТПР',
  'Станция операции': 'РЫБНОЕ (220006)',
};

const SHAPES: [string, unknown][] = [
  ['a list', [one, other]],
  ['lower case keys', [one, other].map((record) => renamed(record, (key) => key.toLowerCase()))],
  ['camel case keys', { data: [one, other].map((record) => renamed(record, camel)) }],
  ['a Cyrillic letter in a key', [one, other].map((record) => renamed(record, (key) => key.replace('NOM', 'NОМ')))],
  ['a count beside', { count: '2', wagons: [one, other] }],
  ['the reply of the service', { status: 'success', data: { getReferenceSPV4664Response: { vagons: [one, other] } } }],
  ['one object', one],
  ['one object, wrapped', { data: { wagon: one } }],
  [
    'a map by wagon',
    {
      wagons: {
        '93123453': renamed({ ...one, NOM_VAG: undefined }, camel),
        '93456788': renamed({ ...one, NOM_VAG: undefined }, camel),
      },
    },
  ],
  [
    'values in boxes',
    [one, other].map((record) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, { value }]))),
  ],
  ['a reply inside a text', { data: JSON.stringify([one, other]) }],
  [
    'columns with titles',
    { columns: Object.keys(one).map((name) => ({ name, title: 'x' })), rows: [Object.values(one), Object.values(other)] },
  ],
  ['names in the first row', [Object.keys(one), Object.values(one), Object.values(other)]],
  ['Russian keys', { вагоны: [russian] }],
  [
    'Russian camel case',
    [{ номерВагона: '93123453', операция: 'ОТПР', датаОперации: '20.08.2026 06:12', станцияОперации: 'РЫБНОЕ' }],
  ],
  [
    'words of a provider',
    [{ car_number: '93123453', last_operation_name: 'ОТПР', operation_date: '20.08.2026 06:12', current_station: 'РЫБНОЕ' }],
  ],
  [
    'nests',
    [{ wagon: { number: 93123453 }, lastOperation: { name: 'ОТПР', at: AT, station: { name: 'РЫБНОЕ', code: '220006' } } }],
  ],
  ['seconds since 1970', [{ wagonNumber: 93123453, operation: 'ОТПР', operationTime: Date.parse(AT) / 1000, station: 'РЫБНОЕ' }]],
  ['milliseconds since 1970', [{ wagonNumber: 93123453, operation: 'ОТПР', operationTime: Date.parse(AT), station: 'РЫБНОЕ' }]],
  ['a zone', [{ wagonNumber: 93123453, operation: 'ОТПР', operationTime: '2026-08-20T08:12:00+05:00', station: 'РЫБНОЕ' }]],
];

describe('JSON', () => {
  it.each(SHAPES)('%s', (_, value) => {
    const report = parseReport(json(value));
    expect(report.rows[0]).toMatchObject({
      wagon: '93123453',
      operationAt: AT,
      operation: { code: '2', event: 'DEPARTED' },
      station: { name: 'РЫБНОЕ' },
    });
    expect(report.rows.length).toBe(JSON.stringify(value).includes('93456788') ? 2 : 1);
    expect(report).toMatchObject({ rejected: [], duplicates: [], issues: [] });
  });

  it('one object a line', () => {
    expect(parseReport(bytes(`${JSON.stringify(one)}\n${JSON.stringify(other)}\n`)).rows).toHaveLength(2);
  });

  it('a train around its wagons gives them its index', () => {
    const wagon = { operation: 'ОТПР', operationTime: '2026-08-20 06:12', station: 'РЫБНОЕ' };
    const report = parseReport(
      json({
        trains: [
          { index: '6136-214-2200', number: '2318', wagons: [{ number: '93123453', ...wagon }] },
          {
            index: '6136-209-2200',
            number: '2319',
            wagons: [
              { number: '93456788', ...wagon },
              { number: '93000016', ...wagon },
            ],
          },
        ],
      }),
    );
    expect(report.rows.map((row) => [row.wagon, row.trainIndex])).toEqual([
      ['93123453', '6136-214-2200'],
      ['93456788', '6136-209-2200'],
      ['93000016', '6136-209-2200'],
    ]);
  });

  it.each([
    ['created_at', '20.08.2026 07:05'],
    ['timestamp', '2026-08-20T07:05:00.000'],
    ['reportedAt', '2026-08-20T04:05:00Z'],
    ['formedAt', Date.parse('2026-08-20T04:05:00Z')],
    ['Дата формирования', '20.08.2026 07:05'],
  ])('says when it was made under %s', (key, value) => {
    expect(parseReport(json({ [key]: value, wagons: [one] }))).toMatchObject({
      reportedAt: '2026-08-20T04:05:00.000Z',
      reportedAtBasis: 'stated',
    });
  });

  it('rows are counted, the spoilt ones rejected', () => {
    const report = parseReport(json([one, { ...other, DATE_OP: 'вчера' }, { ...other, NOM_VAG: null }, one]));
    expect(report).toMatchObject({ total: 4, rejected: [2, 3], duplicates: [4] });
  });

  it('codes of the train operation are not those of the wagon', () => {
    const report = parseReport(
      json([{ ...one, KOP_VMD: '8', KOP_PMD: '73', MNAIM_KOP_PMD: 'КОРР', NAIM_KOP_PMD: 'Корректировка' }]),
    );
    expect(report.rows[0]?.operation).toMatchObject({ code: '8', event: 'ARRIVED_STATION' });
  });
});

const row = (record: object): string =>
  `<row>${Object.entries(record)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</row>`;

describe('a reply in JSON', () => {
  const wagons = [one, other];
  const parsed = (text: string) => parseReport(bytes(text));

  it('handed to a function, or behind what keeps a page from running it, is read', () => {
    const text = JSON.stringify({ wagons });
    for (const around of [`cb(${text});`, `/**/jQuery12.cb( ${text} )`, `)]}',\n${text}`, `for(;;);${text}`, `while(1);${text}`])
      expect(parsed(around)).toMatchObject({ total: 2, issues: [] });
    expect(() => parsed(`cb(${text.slice(0, -5)}`)).toThrow(/cut off/);
  });

  it.each([
    ['is being made', { data: { status: 'processing', data: { wagons } } }],
    ['has failed', { status: 'error', message: 'Нет данных', wagons }],
    ['was refused', { success: false, result: { wagons } }],
  ])('that says the report %s is none, whatever stands in it', (_, value) => {
    expect(() => parseReport(json(value))).toThrow(/says of itself/);
  });

  it.each([
    ['done', { status: 'done' }],
    ['ok', { status: 'ok', success: true, error: null }],
    ['a number', { status: 200 }],
  ])('whose status is %s is one', (_, around) => {
    expect(parseReport(json({ ...around, wagons }))).toMatchObject({ total: 2, issues: [] });
  });

  it('whose wagons have a status of their own is one', () => {
    expect(parseReport(json({ wagon: { ...one, status: 'waiting' } })).total).toBe(1);
  });

  it.each([
    { page: 1, pages: 4, total: 7 },
    { total: 7, offset: 0, limit: 2 },
    { count: 7, next: '/wagons?page=2', previous: null },
    { has_more: true },
    { meta: { current_page: 1, last_page: 4 } },
    { totalElements: 7, last: false },
  ])('with %j around its list is told to be a part', (around) => {
    const { rows, issues } = parseReport(json({ ...around, items: wagons }));
    expect([rows.length, issues.map(({ code }) => code)]).toEqual([2, ['PARTIAL']]);
  });

  it.each([{ page: 1, pages: 1, total: 2 }, { count: 2, next: null }, { total: 136_000 }, { has_more: false }])(
    'with %j around its list is whole',
    (around) => expect(parseReport(json({ ...around, items: wagons })).issues).toEqual([]),
  );

  it('whose code of a station is the value of another column is remarked upon', () => {
    for (const code of ['77', '-1', 'junk', '2026-08-19T00:00:00.000', 83, true]) {
      const { NAIM_STAN_OP: _, ...bare } = one;
      const { issues } = parseReport(json([{ ...bare, STAN_OP: code }, bare]));
      expect(issues).toContainEqual(expect.objectContaining({ row: 1, code: 'STATION_ODD' }));
      expect(issues.filter(({ row }) => row === 2)).toEqual([]);
    }
  });
});

describe('XML', () => {
  it.each([
    ['elements', `<referenceSPV4664>${row(one)}${row(other)}</referenceSPV4664>`, 2],
    ['one element', `<?xml version="1.0"?><referenceSPV4664>${row(one)}</referenceSPV4664>`, 1],
    [
      'a namespace',
      `<?xml version="1.0"?><a:r xmlns:a="x">${row(one).replaceAll('<', '<a:').replaceAll('<a:/', '</a:')}</a:r>`,
      1,
    ],
    [
      'attributes',
      `<?xml version="1.0"?><vagons><vagon ${Object.entries(one)
        .map(([name, value]) => `${name}="${value}"`)
        .join(' ')}/></vagons>`,
      1,
    ],
    [
      'a document as text of another',
      `<Reply><return><![CDATA[<?xml version="1.0"?><r>${row(one)}${row(other)}</r>]]></return></Reply>`,
      2,
    ],
  ])('%s', (_, text, rows) => {
    const report = parseReport(bytes(text));
    expect(report.rows[0]).toMatchObject({
      row: 1,
      wagon: '93123453',
      operationAt: AT,
      station: { name: 'РЫБНОЕ', esr: '220006' },
    });
    expect(report).toMatchObject({ format: 'spv4664-xml', total: rows, issues: [] });
  });

  it('a refusal of the service says so', () => {
    expect(() =>
      parseReport(bytes('<?xml version="1.0"?><error><errorMessage>Нет прав на вагон</errorMessage></error>')),
    ).toThrow(/Нет прав на вагон/);
  });
});
