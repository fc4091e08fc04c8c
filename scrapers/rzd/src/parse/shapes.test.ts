/** More ways in which services write the same list: nothing is lost, nothing is guessed wrong. */
import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const rowsOf = (value: unknown) =>
  parseReport(json(value)).rows.map(({ wagon, operationAt, operation, station }) => [
    wagon,
    operationAt,
    operation.event,
    station.name.toUpperCase(),
  ]);

const LEFT = ['93123453', '2026-08-20T03:12:00.000Z', 'DEPARTED', 'РЫБНОЕ'];
const CAME = ['93123453', '2026-08-19T03:12:00.000Z', 'ARRIVED_STATION', 'РЫБНОЕ'];
const OTHER = ['93456788', '2026-08-20T03:12:00.000Z', 'DEPARTED', 'РЫБНОЕ'];

describe('the history of a wagon', () => {
  const left = { operation: 'ОТПР', date: '2026-08-20 06:12', station: 'РЫБНОЕ' };
  const came = { operation: 'ПРИБ', date: '2026-08-19 06:12', station: 'РЫБНОЕ' };
  const words = {
    code: 2,
    name: 'Отправление вагона со станции',
    at: '2026-08-20T03:12:00Z',
    station: { name: 'РЫБНОЕ', esr: '220006' },
  };

  it.each([
    ['in the wagon', { wagon: '93123453', operations: [left, came] }, [LEFT, CAME]],
    [
      'of several wagons',
      [
        { wagon: '93123453', operations: [left, came] },
        { wagon: '93456788', operations: [left] },
      ],
      [LEFT, CAME, OTHER],
    ],
    ['of a wagon that is a record', { wagon: { number: '93123453', type: 'Прочие' }, operations: [left, came] }, [LEFT, CAME]],
    ['whose operations are records of records', { data: { wagons: [{ wagonNumber: 93123453, history: [words] }] } }, [LEFT]],
    ['numbered', { wagon: '93123453', operations: { '0': left, '1': came } }, [LEFT, CAME]],
    ['by wagon', { '93123453': [left, came], '93456788': [left] }, [LEFT, CAME, OTHER]],
    [
      'with numbers of its own',
      {
        wagon: '93123453',
        operations: [
          { number: 1, ...left },
          { number: 2, ...came },
        ],
      },
      [LEFT, CAME],
    ],
    ['beside the last of it', { wagons: [{ number: '93123453', status: 'x', operations: [left, came] }] }, [LEFT, CAME]],
  ])('%s', (_, value, expected) => expect(rowsOf(value)).toEqual(expected));

  it('of the account (601), under its heads', () => {
    const head = ['NOM_VAG', 'KOP_VMD', 'DATE_OP', 'STAN_OP', 'NOM_POEZD'];
    const body = [
      ['93123453', '2', '2026-08-20 06:12:00', '220006', '2222'],
      ['93123453', '8', '2026-08-19 06:12:00', '220006', '2222'],
    ];
    expect(rowsOf({ data: { created_at: '20.08.2026 07:05', status: 'done', data: { head, body } } })).toEqual([LEFT, CAME]);
  });
});

describe('a list', () => {
  const HEAD = ['NOM_VAG', 'DATE_OP', 'KOP_VMD', 'NAIM_STAN_OP'];
  const FIRST = ['93123453', '2026-08-20T06:12:00.000', '2', 'РЫБНОЕ'];
  const SECOND = ['93456788', '2026-08-20T06:12:00.000', '2', 'РЫБНОЕ'];
  const record = (values: readonly string[]) => Object.fromEntries(HEAD.map((name, index) => [name, values[index]]));
  const named = (values: readonly string[]) => HEAD.map((name, index) => ({ name, value: values[index] }));

  it.each([
    ['of lists of records', [[record(FIRST)], [record(SECOND)]]],
    ['with nothing between', { data: { head: HEAD, body: [null, FIRST, [], SECOND] } }],
    ['of named values', { rows: [named(FIRST), named(SECOND)] }],
    ['of records of named values', { rows: [{ fields: named(FIRST) }, { fields: named(SECOND) }] }],
    ['under numbered heads', { data: { head: { ...HEAD }, body: [FIRST, SECOND] } }],
    ['of numbered rows', { data: { head: HEAD, body: { '0': FIRST, '1': SECOND } } }],
    ['a column each', Object.fromEntries(HEAD.map((name, index) => [name, [FIRST[index], SECOND[index]]]))],
    ['in portions', { reports: [{ data: { head: HEAD, body: [FIRST] } }, { data: { head: HEAD, body: [SECOND] } }] }],
    ['under capitals', { DATA: { HEAD, BODY: [FIRST, SECOND] } }],
    ['in a text', { data: JSON.stringify({ head: HEAD, body: [FIRST, SECOND] }) }],
    [
      'of short words',
      [FIRST, SECOND].map(([vagNum, operDate, operName, operStation]) => ({ vagNum, operDate, operName, operStation })),
    ],
  ])('%s', (_, value) => {
    expect(rowsOf(value)).toEqual([LEFT, OTHER]);
    expect(parseReport(json(value)).issues).toEqual([]);
  });

  it('with the day and the clock apart has the whole time', () => {
    const value = [{ wagon_no: '93123453', op_name: 'ОТПР', op_date: '2026-08-20', op_time: '06:12', op_station_name: 'РЫБНОЕ' }];
    expect(rowsOf(value)).toEqual([LEFT]);
  });

  it('of numbers as text and text as numbers, with nulls between', () => {
    const value = [
      {
        NOM_VAG: 93123453,
        DATE_OP: '20.08.2026 06:12:00',
        KOP_VMD: '02',
        STAN_OP: 220006,
        VES_GRZ: null,
        RASST_STAN_NAZN: '0000000368',
      },
    ];
    expect(rowsOf(value)).toEqual([LEFT]);
    expect(parseReport(json(value)).rows[0]).toMatchObject({ remainingKm: 368 });
  });
});
