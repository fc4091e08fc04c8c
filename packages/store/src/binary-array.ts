/**
 * Columns of many rows as PostgreSQL arrays in its own binary form, for `SELECT … FROM unnest($1::text[], …)`: nothing is
 * written as text on one side to be read from text on the other. A Buffer is bound as binary by `pg`.
 */

const OID = { boolean: 16, text: 25, xid: 28, float4: 700, float8: 701, timestamptz: 1184, uuid: 2950, json: 114 } as const;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
/** PostgreSQL counts microseconds from 2000-01-01. */
const EPOCH_MS = 946_684_800_000;
const TWO_TO_32 = 2 ** 32;

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

const headerBytes = (count: number): number => (count === 0 ? 12 : HEADER_BYTES);

const fixed =
  <T>(oid: number, width: number, write: (view: DataView, value: T, at: number) => void) =>
  (values: readonly (T | null)[]): Buffer => {
    let nulls = 0;
    for (const value of values) if (value === null) nulls += 1;
    const count = values.length;
    const target = targetOf(headerBytes(count) + count * LENGTH_BYTES + (count - nulls) * width);
    writeHeader(target, { oid, count, hasNull: nulls > 0 });
    const { view } = target;
    let at = HEADER_BYTES;
    for (const value of values) {
      view.setInt32(at, value === null ? NULL_LENGTH : width);
      at += LENGTH_BYTES;
      if (value === null) continue;
      write(view, value, at);
      at += width;
    }
    return target.bytes;
  };

const MOST_BYTES_A_CHARACTER = 3;

const varying =
  (oid: number) =>
  (values: readonly (string | null)[]): Buffer => {
    const count = values.length;
    let room = headerBytes(count) + count * LENGTH_BYTES;
    let hasNull = false;
    for (const value of values)
      if (value === null) hasNull = true;
      else room += value.length * MOST_BYTES_A_CHARACTER;
    const target = targetOf(room);
    writeHeader(target, { oid, count, hasNull });
    let at = headerBytes(count);
    for (const value of values) {
      const lengthAt = at;
      at += LENGTH_BYTES;
      if (value === null) {
        target.view.setInt32(lengthAt, NULL_LENGTH);
        continue;
      }
      at += writeText(target.bytes, value, at);
      target.view.setInt32(lengthAt, at - lengthAt - LENGTH_BYTES);
    }
    return target.bytes.subarray(0, at);
  };

/** Most texts here are short and plain: byte by byte is faster than the way into the runtime. */
function writeText(bytes: Buffer, text: string, at: number): number {
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

function writeUuid(view: DataView, text: string, at: number): void {
  let digits = 0;
  let byte = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === HYPHEN) continue;
    byte = (byte << 4) | ((code & 0xf) + (code >> 6) * 9);
    digits += 1;
    if (digits % 2 === 0) view.setUint8(at + digits / 2 - 1, byte & 0xff);
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
