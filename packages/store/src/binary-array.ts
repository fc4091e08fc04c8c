/**
 * Columns of many rows as PostgreSQL arrays in its own binary form, for `SELECT … FROM unnest($1::text[], …)`: nothing is
 * written as text on one side to be read from text on the other, and each row is picked from where it lies. A Buffer is bound as
 * binary by `pg`.
 */

const OID = { boolean: 16, text: 25, xid: 28, float4: 700, float8: 701, timestamptz: 1184, uuid: 2950, json: 114 } as const;
const EMPTY_BYTES = 12;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
/** PostgreSQL counts microseconds from 2000-01-01. */
const EPOCH_MS = 946_684_800_000;
const TWO_TO_32 = 2 ** 32;

/** Of each row the value of one column. */
type Pick<Row, T> = (row: Row) => T | null;

interface Target {
  bytes: Buffer;
  view: DataView;
}

function targetOf(size: number): Target {
  const bytes = Buffer.allocUnsafe(size);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, size) };
}

function writeHeader({ view }: Target, input: { oid: number; count: number; hasNull: boolean }): void {
  view.setInt32(0, input.count === 0 ? 0 : 1); // dimensions
  view.setInt32(4, input.hasNull ? 1 : 0);
  view.setInt32(8, input.oid);
  if (input.count === 0) return;
  view.setInt32(12, input.count);
  view.setInt32(16, 1); // the first element has the number 1
}

const headerBytes = (count: number): number => (count === 0 ? EMPTY_BYTES : HEADER_BYTES);

const fixed =
  <T>(oid: number, width: number, write: (view: DataView, value: T, at: number) => void) =>
  <Row>(rows: readonly Row[], pick: Pick<Row, T>): Buffer => {
    const count = rows.length;
    const target = targetOf(headerBytes(count) + count * (LENGTH_BYTES + width));
    const { view } = target;
    let at = headerBytes(count);
    let hasNull = false;
    for (const row of rows) {
      const value = pick(row);
      view.setInt32(at, value === null ? NULL_LENGTH : width);
      at += LENGTH_BYTES;
      if (value === null) hasNull = true;
      else {
        write(view, value, at);
        at += width;
      }
    }
    writeHeader(target, { oid, count, hasNull });
    return target.bytes.subarray(0, at);
  };

const MOST_BYTES_A_CHARACTER = 3;

const varying =
  (oid: number) =>
  <Row>(rows: readonly Row[], pick: Pick<Row, string>): Buffer => {
    const count = rows.length;
    let room = headerBytes(count) + count * LENGTH_BYTES;
    for (const row of rows) room += (pick(row)?.length ?? 0) * MOST_BYTES_A_CHARACTER;
    const target = targetOf(room);
    let at = headerBytes(count);
    let hasNull = false;
    for (const row of rows) {
      const value = pick(row);
      const lengthAt = at;
      at += LENGTH_BYTES;
      if (value === null) hasNull = true;
      else at += writeText(target.bytes, value, at);
      target.view.setInt32(lengthAt, value === null ? NULL_LENGTH : at - lengthAt - LENGTH_BYTES);
    }
    writeHeader(target, { oid, count, hasNull });
    return target.bytes.subarray(0, at);
  };

const SHORT = 24;

/** Short and plain texts are written faster byte by byte than by the way into the runtime. */
function writeText(bytes: Buffer, text: string, at: number): number {
  if (text.length > SHORT) return bytes.write(text, at, 'utf8');
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return bytes.write(text, at, 'utf8');
    bytes[at + index] = code;
  }
  return text.length;
}

function writeInstant(view: DataView, ms: number, at: number): void {
  const micros = Math.round((ms - EPOCH_MS) * 1000);
  const high = Math.floor(micros / TWO_TO_32);
  view.setInt32(at, high);
  view.setUint32(at + 4, micros - high * TWO_TO_32);
}

const HYPHEN = 0x2d;
const nibble = (code: number): number => ((code & 0xf) + (code >> 6) * 9) & 0xf;

function writeUuid(view: DataView, text: string, at: number): void {
  let index = 0;
  for (let byte = 0; byte < 16; byte += 1) {
    if (text.charCodeAt(index) === HYPHEN) index += 1;
    view.setUint8(at + byte, (nibble(text.charCodeAt(index)) << 4) | nibble(text.charCodeAt(index + 1)));
    index += 2;
  }
}

export const binary = {
  text: varying(OID.text),
  json: varying(OID.json),
  /** epoch ms */
  timestamptz: fixed<number>(OID.timestamptz, 8, writeInstant),
  float8: fixed<number>(OID.float8, 8, (view, value, at) => view.setFloat64(at, value)),
  float4: fixed<number>(OID.float4, 4, (view, value, at) => view.setFloat32(at, value)),
  boolean: fixed<boolean>(OID.boolean, 1, (view, value, at) => view.setUint8(at, value ? 1 : 0)),
  xid: fixed<number>(OID.xid, 4, (view, value, at) => view.setUint32(at, value)),
  /** hexadecimal, with hyphens or without */
  uuid: fixed<string>(OID.uuid, 16, writeUuid),
} as const;

/** A column of what the rows themselves are. */
export const itself = <T>(value: T): T => value;
