/** What a spreadsheet would take for a formula is only text here. */
const FORMULA = /^[=+@\t\r]|^-(?![\d\s])/;

function cell(text: string, separator: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return safe.includes('"') || safe.includes('\n') || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Rows as a file that Excel opens by a click: a byte order mark, lines ended as Windows does, and the separator of the
 * locale (semicolons where a comma is the decimal sign).
 */
export function toCsv(rows: readonly (readonly string[])[], separator: ',' | ';'): string {
  return `\uFEFF${rows.map((row) => row.map((text) => cell(text, separator)).join(separator)).join('\r\n')}\r\n`;
}

/** Rows as they are pasted into a sheet: tabs between cells, none inside. */
export const toTabs = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((text) => text.replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');

/** Hands a text or bytes to the reader as a file. */
export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type = 'text/csv;charset=utf-8'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
