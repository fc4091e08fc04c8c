/** Reports ordered from the account: formed when they are ready, and formed anew only when something has happened. */
import { createHash } from 'node:crypto';
import type { WagonRow } from '../rail/wagon-row.ts';
import { reportCells } from './report-cells.ts';
import { type ReportFormat, reportBytes } from './report-file.ts';

/** One forming of the report. Those without a new operation are the same forming, to the byte. */
export interface FormedReport {
  /** fingerprint of what it says of the wagons */
  content: string;
  formedAt: Date;
  rows: number;
  bytes(format: ReportFormat): Buffer;
}

export interface OrderedReport {
  id: number;
  readyAt: number;
  formed: FormedReport | undefined;
}

/** How many ordered reports the account remembers. */
const KEPT = 200;

export class OrderedReports {
  private readonly reports = new Map<number, OrderedReport>();
  private readonly form: () => { rows: readonly WagonRow[]; now: Date };
  private readonly preparationMs: number;
  private lastId = 70_000;
  private latest: FormedReport | undefined;

  constructor(options: { form: () => { rows: readonly WagonRow[]; now: Date }; preparationMs: number }) {
    this.form = options.form;
    this.preparationMs = options.preparationMs;
  }

  order(): OrderedReport {
    this.lastId += 1;
    const report = { id: this.lastId, readyAt: Date.now() + this.preparationMs, formed: undefined };
    this.reports.set(report.id, report);
    this.reports.delete(this.lastId - KEPT);
    return report;
  }

  /** The ordered report as it is now: it is formed the first time someone looks after it has become ready. */
  find(id: number): OrderedReport | undefined {
    const report = this.reports.get(id);
    if (report && report.formed === undefined && report.readyAt <= Date.now()) report.formed = this.formNow();
    return report;
  }

  private formNow(): FormedReport {
    const { rows, now } = this.form();
    const content = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    if (this.latest?.content === content) return this.latest;
    const cells = reportCells(rows, now);
    const files = new Map<ReportFormat, Buffer>();
    const bytes = (format: ReportFormat) => {
      const file = files.get(format) ?? reportBytes(cells, format);
      files.set(format, file);
      return file;
    };
    this.latest = { content, formedAt: now, rows: rows.length, bytes };
    return this.latest;
  }
}
