/**
 * Only the records that hold cells are left for the library to read. Formulas, names, charts and drawings mean nothing
 * here, and reading a damaged formula never ends.
 */
const CELLS = new Set([
  0x0809, // beginning of a workbook or sheet
  0x000a, // its end
  0x0085, // sheet
  0x00fc,
  0x003c, // shared texts and what goes on of them
  0x00fd,
  0x0204,
  0x00d6, // texts
  0x0203,
  0x027e,
  0x00bd, // numbers
  0x0205, // truth
  0x0006,
  0x0207, // a formula's value, its text
  0x0022, // 1904
  0x0042, // code page
  0x002f, // encryption
  0x00e5, // merged cells
  0x00e0,
  0x041e, // formats
]);
const FORMULA = 0x0006;
const CONTINUE = 0x003c;
/** a type nobody has used: it is passed over */
const NOTHING = 0x7ffe;
/** row, column, format, value and flags come first; then a chain, the length of the tokens and the tokens */
const VALUE_BYTES = 15;
const FORMULA_BYTES = 22;

/** In place, so that sheets stay where the workbook says they begin. */
export function keepCells(stream: Uint8Array): void {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let isKept = false;
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = view.getUint16(at, true);
    const bytes = view.getUint16(at + 2, true);
    const isTorn = type === FORMULA && (bytes < FORMULA_BYTES || at + 4 + bytes > stream.length);
    isKept = type === CONTINUE ? isKept : CELLS.has(type) && !isTorn;
    if (!isKept) view.setUint16(at, NOTHING, true);
    else if (type === FORMULA) stream.fill(0, at + 4 + VALUE_BYTES, at + 4 + bytes);
    at += 4 + bytes;
  }
}
