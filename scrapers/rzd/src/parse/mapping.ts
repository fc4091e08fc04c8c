import type { Field } from './fields.ts';

/** What a column can mean; `ignored` is a column a person has looked at and that means nothing to us. */
export type ReportField = Field;

/**
 * A layout a person approved: header text, as {@link CandidateColumn} gives it → what the column means. Texts are
 * compared as headers are (case, blanks, look-alike letters and units do not matter). Goes before everything we know.
 */
export type ReportMapping = Readonly<Record<string, ReportField>>;

/** One column as somebody needs to see it to say what it means. */
export interface CandidateColumn {
  /** 1-based, as a spreadsheet counts; an element of a list has its keys in the order met */
  column: number;
  /** the heading, groups above it first; a second column with the same text ends in ` #2` */
  header: string;
  /** up to three different values below it, shortened to 60 characters */
  samples: string[];
  /** what header and values suggest; absent where they suggest nothing */
  guess?: ReportField;
}
