import type { AttributeSet } from '../wire/attributes.ts';
import { type ByteReader, hexOf } from '../wire/bytes.ts';
import { tidy } from '../wire/measures.ts';

/** How the ids and counts of a codec are written. */
export interface CodecShape {
  idBytes: 1 | 2;
  countBytes: 1 | 2;
  /** codec 16: why the record was made stands after the event id */
  hasGeneration: boolean;
  /** codec 8E: a last group of values with a length each */
  hasVariable: boolean;
}

type Meaning = readonly [name: string, of?: (value: number) => string | number | boolean];

const isOn = (value: number): boolean => value !== 0;
const tenths = (value: number): number => tidy(value / 10);

/** The elements that mean the same on the maker's vehicle trackers (FMB, FMC, FMM); any other is kept as `io<id>`. */
const KNOWN: Readonly<Record<number, Meaning>> = {
  1: ['digitalInput1', isOn],
  2: ['digitalInput2', isOn],
  3: ['digitalInput3', isOn],
  4: ['digitalInput4', isOn],
  9: ['analogInput1Mv'],
  16: ['odometerM'],
  21: ['gsmSignal'],
  24: ['ioSpeedKmh'],
  66: ['powerMv'],
  67: ['batteryMv'],
  113: ['batteryPercent'],
  181: ['pdop', tenths],
  182: ['hdop', tenths],
  199: ['tripOdometerM'],
  239: ['ignition', isOn],
  240: ['motion', isOn],
  241: ['operator'],
};
const I_BUTTON = 78;
const TEXTS: ReadonlySet<number> = new Set([256, 325]); // VIN

/** Reads the groups of 1, 2, 4 and 8 bytes and of any length. @throws RangeError when torn */
export function readElements(reader: ByteReader, shape: CodecShape, attributes: AttributeSet): void {
  const idOf = shape.idBytes === 1 ? reader.u8 : reader.u16;
  const countOf = shape.countBytes === 1 ? reader.u8 : reader.u16;
  const values = [reader.u8, reader.u16, reader.u32] as const;
  for (const next of values) for (let left = countOf(); left > 0; left -= 1) putNumber(attributes, idOf(), next());
  for (let left = countOf(); left > 0; left -= 1) putLong(attributes, idOf(), reader.u64());
  if (!shape.hasVariable) return;
  for (let left = countOf(); left > 0; left -= 1) {
    const id = idOf();
    putBytes(attributes, id, reader.take(reader.u16()));
  }
}

function putNumber(attributes: AttributeSet, id: number, value: number): void {
  const [name, of] = KNOWN[id] ?? [`io${id}`];
  attributes.put(name, of === undefined ? value : of(value));
}

/** A key has no arithmetic: it is the 16 digits that are printed on it. Other long values stay exact as text. */
function putLong(attributes: AttributeSet, id: number, value: bigint): void {
  if (id === I_BUTTON) attributes.put('iButton', value.toString(16).padStart(16, '0'));
  else if (value <= BigInt(Number.MAX_SAFE_INTEGER)) putNumber(attributes, id, Number(value));
  else attributes.put(`io${id}`, value.toString());
}

function putBytes(attributes: AttributeSet, id: number, bytes: Uint8Array): void {
  if (TEXTS.has(id)) attributes.put('vin', String.fromCharCode(...bytes.subarray(0, 64)).replaceAll('\0', ''));
  else attributes.put(`io${id}`, hexOf(bytes));
}
