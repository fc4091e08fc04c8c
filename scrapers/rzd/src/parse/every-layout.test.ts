/** One fleet, every layout: what a layout carries is read the same out of each. */
import { ParsedReport, type ReportRow } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleet } from './fleet.fixture.ts';
import { parseReport } from './parse-report.ts';
import { type Carried, type Fleet, RENDERED, type WagonFact } from './render.fixture.ts';

const utc = (moscow: string): string => new Date(Date.parse(`${moscow.replace(' ', 'T')}:00+03:00`)).toISOString();
const upper = (text: string | undefined): string | undefined => text?.toUpperCase();

function expected(fact: WagonFact, has: (what: Carried) => boolean) {
  const arrives = fact.operation.event === 'ARRIVED_STATION' && fact.place.esr === fact.destination.esr;
  return {
    wagon: fact.wagon,
    checkDigitValid: true,
    loadState: fact.empty ? 'empty' : 'loaded',
    event: arrives ? 'ARRIVED_DESTINATION' : fact.operation.event,
    code: fact.operation.code,
    at: utc(fact.operationAt),
    massKg: fact.massT === 0 ? undefined : fact.massT * 1000,
    leftKm: fact.leftKm,
    ...(has('names') ? { names: [fact.place, fact.origin, fact.destination].map((place) => upper(place.name)) } : {}),
    ...(has('esr') ? { esr: [fact.place.esr, fact.origin.esr, fact.destination.esr] } : {}),
    ...(has('train') ? { index: index(fact), no: fact.train && String(fact.train.no) } : {}),
    ...(has('waybill') ? { waybill: fact.waybill } : {}),
    ...(has('started') ? { started: utc(fact.startedAt) } : {}),
    ...(has('deadline') ? { deadline: fact.deadline } : {}),
    ...(has('totalKm') ? { totalKm: fact.totalKm } : {}),
    ...(has('etsng') ? { etsng: fact.empty ? '421034' : '281014' } : {}),
  };
}

function index({ train }: WagonFact): string | undefined {
  return train && `${train.from.slice(0, 4)}-${String(train.number).padStart(3, '0')}-${train.to.slice(0, 4)}`;
}

function found(row: ReportRow, has: (what: Carried) => boolean) {
  const places = [row.station, row.origin, row.destination];
  return {
    wagon: row.wagon,
    checkDigitValid: row.checkDigitValid,
    loadState: row.loadState,
    event: row.operation.event,
    code: row.operation.code,
    at: row.operationAt,
    massKg: row.massKg,
    leftKm: row.remainingKm,
    ...(has('names') ? { names: places.map((place) => upper(place?.name)) } : {}),
    ...(has('esr') ? { esr: places.map((place) => place?.esr) } : {}),
    ...(has('train') ? { index: row.trainIndex, no: row.trainNumber } : {}),
    ...(has('waybill') ? { waybill: row.waybill } : {}),
    ...(has('started') ? { started: row.tripStartedAt } : {}),
    ...(has('deadline') ? { deadline: row.deadline } : {}),
    ...(has('totalKm') ? { totalKm: row.totalKm } : {}),
    ...(has('etsng') ? { etsng: row.cargo?.etsng } : {}),
  };
}

function check(facts: Fleet, layout: (typeof RENDERED)[number]): void {
  const has = (what: Carried): boolean => layout.carries.includes(what);
  const report = ParsedReport.parse(parseReport(layout.render(facts)));
  expect(report).toMatchObject({ format: layout.format, total: facts.wagons.length, rejected: [], duplicates: [], issues: [] });
  if (has('stated')) expect(report).toMatchObject({ reportedAt: utc(facts.reportedAt), reportedAtBasis: 'stated' });
  expect(report.rows.map((row) => found(row, has))).toEqual(facts.wagons.map((fact) => expected(fact, has)));
}

describe('one fleet in every layout gives the same rows', () => {
  it.each(RENDERED.map((layout) => [layout.name, layout] as const))(
    '%s',
    (_, layout) => {
      fc.assert(
        fc.property(fleet, (facts) => check(facts, layout)),
        { numRuns: 25, seed: 7 },
      );
    },
    30_000,
  );
});
