/**
 * Columns of many rows as PostgreSQL arrays in its own binary form, for `SELECT … FROM unnest($1::text[], …)`: nothing is
 * written as text on one side to be read from text on the other. A Buffer is bound as binary by `pg`.
 */

const OID = { boolean: 16, text: 25, xid: 28, float4: 700, float8: 701, timestamptz: 1184, uuid: 2950, jsonb: 3802 } as const;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
/** PostgreSQL counts microseconds from 2000-01-01. */
const EPOCH_MS = 946_684_800_000;
const TWO_TO_32 = 2 ** 32;
const JSONB_VERSION = 1;

function header(bytes: Buffer, input: { oid: number; count: number; hasNull: boolean }): void {
  bytes.writeInt32BE(input.count === 0 ? 0 : 1, 0); // dimensions
  bytes.writeInt32BE(input.hasNull ? 1 : 0, 4);
  bytes.writeInt32BE(input.oid, 8);
  if (input.count === 0) return;
  bytes.writeInt32BE(input.count, 12);
  bytes.writeInt32BE(1, 16); // the first element has the number 1
}

type Write<T> = (bytes: Buffer, value: T, at: number) => void;

const fixed =
  <T>(oid: number, width: number, write: Write<T>) =>
  (values: readonly (T | null)[]): Buffer => {
    const nulls = values.reduce((count, value) => (value === null ? count + 1 : count), 0);
    const size = values.length === 0 ? 12 : HEADER_BYTES + values.length * LENGTH_BYTES + (values.length - nulls) * width;
    const bytes = Buffer.allocUnsafe(size);
    header(bytes, { oid, count: values.length, hasNull: nulls > 0 });
    let at = HEADER_BYTES;
    for (const value of values) {
      bytes.writeInt32BE(value === null ? NULL_LENGTH : width, at);
      at += LENGTH_BYTES;
      if (value === null) continue;
      write(bytes, value, at);
      at += width;
    }
    return bytes;
  };

const varying =
  (oid: number, version?: number) =>
  (values: readonly (string | null)[]): Buffer => {
    const prefix = version === undefined ? 0 : 1;
    const lengths = values.map((value) => (value === null ? 0 : Buffer.byteLength(value) + prefix));
    const size = lengths.reduce((sum, length) => sum + LENGTH_BYTES + length, values.length === 0 ? 12 : HEADER_BYTES);
    const bytes = Buffer.allocUnsafe(size);
    header(bytes, { oid, count: values.length, hasNull: values.includes(null) });
    let at = HEADER_BYTES;
    values.forEach((value, index) => {
      bytes.writeInt32BE(value === null ? NULL_LENGTH : (lengths[index] ?? 0), at);
      at += LENGTH_BYTES;
      if (value === null) return;
      if (version !== undefined) at = bytes.writeUInt8(version, at);
      at += bytes.write(value, at, 'utf8');
    });
    return bytes;
  };

function writeInstant(bytes: Buffer, ms: number, at: number): void {
  const micros = Math.round((ms - EPOCH_MS) * 1000);
  const high = Math.floor(micros / TWO_TO_32);
  bytes.writeInt32BE(high, at);
  bytes.writeUInt32BE(micros - high * TWO_TO_32, at + 4);
}

export const binary = {
  text: varying(OID.text),
  jsonb: varying(OID.jsonb, JSONB_VERSION),
  /** epoch ms */
  timestamptz: fixed<number>(OID.timestamptz, 8, writeInstant),
  float8: fixed<number>(OID.float8, 8, (bytes, value, at) => bytes.writeDoubleBE(value, at)),
  float4: fixed<number>(OID.float4, 4, (bytes, value, at) => bytes.writeFloatBE(value, at)),
  boolean: fixed<boolean>(OID.boolean, 1, (bytes, value, at) => bytes.writeUInt8(value ? 1 : 0, at)),
  xid: fixed<number>(OID.xid, 4, (bytes, value, at) => bytes.writeUInt32BE(value, at)),
  /** hexadecimal, with hyphens or without */
  uuid: fixed<string>(OID.uuid, 16, (bytes, value, at) => bytes.write(value.replaceAll('-', ''), at, 'hex')),
} as const;
