import { parseReport } from '@karavan/scraper-rzd';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../world.ts';
import { HEADERS, reportCells } from './report-cells.ts';
import { REPORT_FORMATS, reportBytes } from './report-file.ts';

const AT = new Date('2026-11-22T06:00:00Z');
const world = createWorld({ seed: 1, anchor: AT });
const rows = world.wagonRows(AT);
const cells = reportCells(rows, AT);

describe('the report', () => {
  it('has the layout of the account: 43 columns, header in row 4, formation time in A2', () => {
    expect(HEADERS.length).toBe(43);
    expect(cells[3]).toEqual([...HEADERS]);
    expect(cells[1]?.[0]).toBe('22.11.2026 09:00');
    expect(cells.slice(4).every((row) => row.length === 43)).toBe(true);
  });

  it('writes idle time in days, hours and minutes', () => {
    const abandoned = cells.find(([number]) => number === 93456788);
    expect(abandoned?.slice(37, 39)).toEqual(['3:22: 0', 3]);
  });

  it.each(REPORT_FORMATS)('is understood without a complaint as %s', (format) => {
    const report = parseReport(reportBytes(cells, format));
    expect(report.issues).toEqual([]);
    expect(report).toMatchObject({ reportedAt: '2026-11-22T06:00:00.000Z', reportedAtBasis: 'stated', total: rows.length });
    expect(report.rows.length).toBe(rows.length);
  });

  it('means to its reader what it meant to its writer, at any time', () => {
    for (const hours of [-48, 0, 7, 31, 90]) {
      const at = new Date(AT.getTime() + hours * 3_600_000);
      const written = world.wagonRows(at);
      const read = parseReport(reportBytes(reportCells(written, at), 'xlsx'));
      expect(read.issues).toEqual([]);
      for (const [i, row] of read.rows.entries()) {
        const source = written[i];
        expect(row.wagon).toBe(source?.number);
        expect(row.station.esr).toBe(source?.stationEsr);
        expect(row.destination?.esr).toBe(source?.destinationEsr);
        expect(Date.parse(row.operationAt)).toBe(source?.operationAt);
        expect(row.loadState).toBe(source?.isEmpty ? 'empty' : 'loaded');
        expect(row.waybill).toBe(source?.waybill);
        expect(row.remainingKm).toBe(source?.remainingKm);
      }
    }
  });
});
