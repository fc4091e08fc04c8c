import type { AttributeSet } from '../wire/attributes.ts';
import { createByteReader, hexOf } from '../wire/bytes.ts';
import { tidy } from '../wire/measures.ts';
import type { Subrecord } from './records.ts';

type Reading = (data: Uint8Array, attributes: AttributeSet) => void;

const bitsOf = (flags: number): number[] => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => flags & (1 << bit));

const extPosition: Reading = (data, attributes) => {
  const reader = createByteReader(data, true);
  const flags = reader.u8();
  for (const [bit, name] of ['vdop', 'hdop', 'pdop'].entries())
    if (flags & (1 << bit)) attributes.put(name, tidy(reader.u16() / 100));
  if (flags & 0x08) attributes.put('satellites', reader.u8());
  if (flags & 0x10) attributes.put('navigationSystems', reader.u16());
};

const adSensors: Reading = (data, attributes) => {
  const reader = createByteReader(data, true);
  const octets = reader.u8();
  attributes.put('outputs', reader.u8());
  const analogue = reader.u8();
  for (const bit of bitsOf(octets)) attributes.put(`inputs${bit + 1}`, reader.u8());
  for (const bit of bitsOf(analogue)) attributes.put(`adc${bit + 1}`, reader.u24());
};

const counters: Reading = (data, attributes) => {
  const reader = createByteReader(data, true);
  for (const bit of bitsOf(reader.u8())) attributes.put(`counter${bit + 1}`, reader.u24());
};

/** Voltages in tenths of a volt: main, backup battery, internal battery. */
const state: Reading = (data, attributes) => {
  const reader = createByteReader(data, true);
  attributes.put('state', reader.u8());
  attributes.put('powerV', tidy(reader.u8() / 10));
  attributes.put('backupBatteryV', tidy(reader.u8() / 10));
  attributes.put('batteryV', tidy(reader.u8() / 10));
};

const absAnalogue: Reading = (data, attributes) => {
  const reader = createByteReader(data, true);
  const name = `adc${reader.u8()}`;
  attributes.put(name, reader.u24());
};

const absCounter: Reading = (data, attributes) => {
  const reader = createByteReader(data, true);
  const name = `counter${reader.u8()}`;
  attributes.put(name, reader.u24());
};

/** Units of a level: none, percent, tenths of a litre. */
const liquidLevel: Reading = (data, attributes) => {
  const reader = createByteReader(data, true);
  const flags = reader.u8();
  const name = `fuel${flags & 0x07}`;
  reader.u16(); // the address of the module
  if (flags & 0x40)
    attributes.put(`${name}Error`, true); // then the value says nothing
  else if (flags & 0x08) attributes.put(`${name}Raw`, hexOf(reader.take(Math.min(reader.left(), 64))));
  else {
    const value = reader.u32();
    const units = (flags >> 4) & 0x03;
    if (units === 2) attributes.put(`${name}L`, tidy(value / 10));
    else attributes.put(units === 1 ? `${name}Percent` : name, value);
  }
};

/** Kept as they came: their layout differs between editions of the standard. */
const asHex =
  (name: string): Reading =>
  (data, attributes) =>
    attributes.put(name, hexOf(data.subarray(0, 64)));

const STATE_BYTES = 5;
const SENSORS: Record<number, Reading> = {
  17: extPosition,
  18: adSensors,
  19: counters,
  22: asHex('loopInputs'),
  23: asHex('digitalSensor'),
  24: absAnalogue,
  25: absCounter,
  26: asHex('loopSensor'),
  27: liquidLevel,
  28: asHex('passengers'),
};

/** Adds what a subrecord of the teledata service tells; false where it is not known or torn. */
export function readSensor({ type, data }: Subrecord, attributes: AttributeSet): boolean {
  // Order 285 has the state at 20; the correction of 2018 has accelerations there and the state at 21.
  const read = type === 20 || type === 21 ? (data.length === STATE_BYTES ? state : undefined) : SENSORS[type];
  if (read === undefined) return false;
  try {
    read(data, attributes);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
