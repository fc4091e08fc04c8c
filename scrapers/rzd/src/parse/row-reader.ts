/** One row seen through the layout: cells by field, and a place to put what is wrong with them. */
import type { Operation } from '@karavan/contracts';
import { parseRailTime, type RailTime } from '@karavan/rail';
import { epochOf } from './epoch.ts';
import type { Field } from './fields.ts';
import type { IssueDetail } from './issues.ts';
import type { Cell } from './table.ts';
import { clockOf, namedTextOf, numberOf, textOf } from './values.ts';

export interface RowSettings {
  columns: ReadonlyMap<Field, number>;
  /** columns of the clocks of times whose own column holds the day alone */
  clocks: ReadonlyMap<Field, number>;
  dateSystem: 1900 | 1904;
  massUnit: 'kg' | 't';
  /** formation time the file states: dates without a year are resolved against it */
  statedMs: number | undefined;
  /** operation texts already classified: a report of ten thousand wagons has thirty */
  operations: Map<string, ClassifiedOperation>;
  /** days stand behind months: `8/20/2026` */
  monthFirst: boolean;
  /** some operation has a clock beside its day, so a whole day is a midnight */
  hasClocks: boolean;
  /** texts of the operation's station that belong to other columns of this table */
  strayStations: ReadonlySet<string>;
  /** whether a text can be a station, as already decided */
  oddStations: Map<string, boolean>;
}

export interface ClassifiedOperation {
  operation: Operation;
  isKnown: boolean;
}

export class RowReader {
  readonly settings: RowSettings;
  readonly details: IssueDetail[] = [];
  private readonly cells: readonly Cell[];

  constructor(cells: readonly Cell[], settings: RowSettings) {
    this.cells = cells;
    this.settings = settings;
  }

  cell(field: Field): Cell {
    const column = this.settings.columns.get(field);
    return column === undefined ? undefined : this.cells[column];
  }

  text(field: Field): string | undefined {
    return textOf(this.cell(field));
  }

  /** text where `0` means nothing */
  named(field: Field): string | undefined {
    return namedTextOf(this.cell(field));
  }

  time(field: Field): RailTime | undefined {
    const cell = this.dayFirst(this.cell(field));
    if (namedTextOf(cell) === undefined || cell === undefined) return undefined;
    const epochMs = epochOf(cell);
    if (epochMs !== undefined) return { epochMs, hasClock: true };
    const { statedMs, dateSystem } = this.settings;
    return parseRailTime(cell, statedMs === undefined ? { dateSystem } : { dateSystem, reportedAtMs: statedMs });
  }

  private dayFirst(cell: Cell): Cell {
    if (!this.settings.monthFirst || typeof cell !== 'string') return cell;
    return cell.replace(/^\s*(\d{1,2})\/(\d{1,2})\//, '$2/$1/');
  }

  /** as {@link time}, with a warning where something stands that is no time */
  optionalTime(field: Field): number | undefined {
    const time = this.time(field);
    if (!time && this.named(field) !== undefined) this.warnValue(field, 'is no date; the field is left out');
    if (!time || time.hasClock) return time?.epochMs;
    return time.epochMs + (clockOf(this.cells[this.settings.clocks.get(field) ?? -1]) ?? 0);
  }

  /** a number of zero or more, with a warning where something else stands */
  amount(field: Field, read: (cell: Cell) => number | undefined = numberOf): number | undefined {
    if (this.text(field) === undefined) return undefined;
    const value = read(this.cell(field));
    if (value !== undefined && value >= 0) return value;
    this.warnValue(field, 'is no amount; the field is left out');
    return undefined;
  }

  warnValue(field: Field, problem: string): void {
    this.details.push({
      code: 'BAD_VALUE',
      severity: 'warning',
      column: field,
      value: this.cell(field),
      message: `${field} ${problem}.`,
    });
  }
}
