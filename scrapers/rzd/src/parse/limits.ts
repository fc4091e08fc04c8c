/** Bounds of what is read at all. A day's report of ten thousand wagons is 3 MB packed and 30 MB unpacked. */
export const MAX_REPORT_BYTES = 40 * 1024 * 1024;
export const MAX_INFLATED_BYTES = 200 * 1024 * 1024;
/** unpacked : packed; spreadsheets reach 40, and below the floor a ratio says nothing */
export const MAX_INFLATE_RATIO = 200;
export const INFLATE_RATIO_FLOOR_BYTES = 1024 * 1024;
export const MAX_ROWS = 30_000;
export const MAX_COLUMNS = 512;
export const MAX_CELLS = 10_000_000;
/** sheets of a workbook, tables of a page */
export const MAX_TABLES = 100;
/** tags of a page: forty columns of ten thousand wagons are under a million */
export const MAX_TAGS = 2_000_000;
/** brackets or elements inside each other: replies of services have ten */
export const MAX_DEPTH = 64;
/** no header is longer */
export const MAX_HEADER_CHARS = 200;
/** the header stands within the first ten rows of every layout known */
export const HEADER_SEARCH_ROWS = 10;
