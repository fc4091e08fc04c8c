/** Layouts nobody has shown us: every field is right, absent, or told about; else the file waits for a person. */
import type { ReportRow, Station } from '@karavan/contracts';
import { describe, expect, it } from 'vitest';
import { CLERK_LAYOUTS, type ClerkLayout, FACTS, FORMED } from './clerk-layouts.fixture.ts';
import { parseReport, type ReadReport } from './parse-report.ts';
import { ReportError } from './report-error.ts';
import { csv, html, type Row, xlsx } from './workbook.fixture.ts';

const NUMBERS = (width: number): Row => Array.from({ length: width }, (_, index) => (index === 0 ? 'А' : index));
const FORMS: readonly (readonly [name: string, make: (layout: ClerkLayout) => Uint8Array])[] = [
  ['workbook', ({ heads, body }) => xlsx([...heads, ...body])],
  ['titles above', ({ heads, body }) => xlsx([['ООО "Пример"'], [`Дислокация, сформировано: ${FORMED}`], [], ...heads, ...body])],
  ['numbered columns', ({ heads, body }) => xlsx([...heads, NUMBERS(body[0]?.length ?? 0), ...body])],
  ['broken lines', ({ heads, body }) => xlsx([...heads.map((row) => row.map((text) => text.replace(' ', '\n'))), ...body])],
  ['capitals', ({ heads, body }) => xlsx([...heads.map((row) => row.map((text) => text.toUpperCase())), ...body])],
  ['Latin letters', ({ heads, body }) => xlsx([...heads.map((row) => row.map(withLatin)), ...body])],
  ['heading repeated', ({ heads, body }) => xlsx([...heads, ...body.slice(0, 2), ...heads, ...body.slice(2)])],
  ['CSV', ({ heads, body }) => csv([...heads, ...body])],
  ['HTML', ({ heads, body }) => html([...heads, ...body])],
];
const withLatin = (text: string): string => text.replace(/[аеорсх]/g, (letter) => 'aeopcx'.charAt('аеорсх'.indexOf(letter)));

const toIso = (moment: string): string => new Date(`${moment.replace(' ', 'T')}:00+03:00`).toISOString();

/** What of a row is neither absent nor as it was written. */
function wrongIn(row: ReportRow, names: ReadonlySet<string>): string[] {
  const fact = FACTS.find(({ wagon }) => wagon === row.wagon);
  if (fact === undefined) return [`wagon ${row.wagon}`];
  const has = (prefix: string): boolean => [...names].some((name) => name.startsWith(prefix));
  const day = (field: string, moment: string): string[] =>
    names.has(`${field}Day`) && !names.has(`${field}Clock`) ? [moment] : [];
  const station = (given: Station | undefined, place: readonly string[]): string | undefined =>
    given === undefined || given.name === ''
      ? undefined
      : given.name.toUpperCase() === place[0] && (given.esr ?? place[1]) === place[1]
        ? 'right'
        : given.name;
  const checks: [name: string, given: unknown, right: unknown[]][] = [
    ['time', row.operationAt, [toIso(fact.at)]],
    ['event', row.operation.event, [fact.event]],
    ['station', station(row.station, fact.place), ['right']],
    ['origin', station(row.origin, fact.from), has('from') ? ['right'] : []],
    ['destination', station(row.destination, fact.to), has('to') ? ['right'] : []],
    ['start', row.tripStartedAt, has('start') ? [toIso(fact.start)] : []],
    ['departure', row.departedAt, has('departed') ? [toIso(fact.departed), ...day('departed', '')] : []],
    ['arrival', row.arrivedAt, []],
    ['deadline', row.deadline, has('due') ? [fact.due] : []],
    ['index', row.trainIndex, has('index') ? [fact.train[0]] : []],
    ['train', row.trainNumber, has('train') ? [fact.train[1]] : []],
    ['position', row.positionInTrain, has('position') ? [fact.train[2]] : []],
    ['waybill', row.waybill, has('waybill') ? [fact.waybill] : []],
    ['mass', row.massKg, has('kg') || has('tonnes') ? [fact.kg] : []],
    ['total', row.totalKm, has('total') ? [fact.km[0]] : []],
    ['passed', row.passedKm, has('passed') ? [fact.km[0] - fact.km[1]] : []],
    ['left', row.remainingKm, has('left') ? [fact.km[1]] : []],
  ];
  return checks.flatMap(([name, given, right]) =>
    given === undefined || right.includes(given) ? [] : [`${name}: ${String(given)}`],
  );
}

function read(bytes: Uint8Array): ReadReport | ReportError {
  try {
    return parseReport(bytes);
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
}

/** Fields a guess was told about may be wrong, and only they. */
const TOLD: Readonly<Record<string, string>> = {
  opTime: 'time',
  opStation: 'station',
  destStation: 'destination',
  operation: 'event',
};

function judge(report: ReadReport, names: ReadonlySet<string>): string[] {
  const told = new Set(report.issues.flatMap(({ code, column }) => (code === 'HEADER_GUESSED' ? [TOLD[column ?? '']] : [])));
  const wrong = report.rows.flatMap((row) => wrongIn(row, names)).filter((text) => !told.has(text.split(':')[0]));
  return report.total === FACTS.length && report.rows.length === FACTS.length
    ? wrong
    : [...wrong, `${report.rows.length} of ${report.total} rows`];
}

/** every layout in three of the forms */
const EACH_IN = 3;

describe.each(FORMS)('layouts of clerks, %s', (name, make) => {
  const form = FORMS.findIndex(([one]) => one === name);
  const layouts = CLERK_LAYOUTS.filter((_, index) => (index + form) % EACH_IN === 0);
  it('are read rightly or wait for a person', () => {
    const verdicts = layouts.map((layout) => {
      const report = read(make(layout));
      const wrong = report instanceof ReportError ? [] : judge(report, layout.names);
      return { layout: layout.heading, isRead: !(report instanceof ReportError), wrong };
    });
    expect(verdicts.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    // most of them need no person
    expect(verdicts.filter(({ isRead }) => isRead).length).toBeGreaterThan(layouts.length * 0.6);
  });
});

it('an arrival after the report is a forecast, and told so', () => {
  const [layout] = CLERK_LAYOUTS.filter(({ heading }) => heading.includes('Дата прибытия~forecast'));
  const report = parseReport(xlsx([...(layout?.heads ?? []), ...(layout?.body ?? [])]));
  expect(report.rows.map(({ arrivedAt }) => arrivedAt)).toEqual(FACTS.map(() => undefined));
  expect(report.issues.filter(({ code, column }) => code === 'BAD_VALUE' && column === 'arrival')).toHaveLength(FACTS.length);
});
