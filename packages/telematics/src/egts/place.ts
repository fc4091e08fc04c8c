import type { DevicePosition } from '@karavan/contracts';
import { createByteReader } from '../wire/bytes.ts';
import { tidy, tidyDegrees } from '../wire/measures.ts';
import { instantOf2010 } from './time.ts';

const FLAG = {
  valid: 0x01,
  fix3d: 0x02,
  pz90: 0x04,
  blackBox: 0x08,
  moving: 0x10,
  south: 0x20,
  west: 0x40,
  altitude: 0x80,
} as const;
const SHORTEST = 21;
const FULL_SCALE = 0xffff_ffff;

/** What made the terminal send: of the table of sources only what tells more than "a timer". */
const SOURCE = { ignitionOn: 0, ignitionOff: 5, panic: 13 } as const;

export interface Place {
  position: Omit<DevicePosition, 'uniqueId' | 'attributes'>;
  attributes: [name: string, value: string | number | boolean][];
}

/** EGTS_SR_POS_DATA: 21 bytes, with altitude 24, either with 2 more of source data. Nothing for a shorter one. */
export function readPlace(data: Uint8Array): Place | undefined {
  if (data.length < SHORTEST) return undefined;
  const reader = createByteReader(data, true);
  const fixedAt = instantOf2010(reader.u32());
  const lat = tidyDegrees((reader.u32() / FULL_SCALE) * 90);
  const lon = tidyDegrees((reader.u32() / FULL_SCALE) * 180);
  const flags = reader.u8();
  const speed = reader.u16();
  const course = reader.u8() + (speed & 0x8000 ? 256 : 0);
  const odometerKm = tidy(reader.u24() / 10);
  const inputs = reader.u8();
  const source = reader.u8();
  const hasAltitude = (flags & FLAG.altitude) !== 0 && reader.left() >= 3;
  const altitudeM = hasAltitude ? reader.u24() * (speed & 0x4000 ? -1 : 1) : undefined;
  const sourceData = reader.left() >= 2 ? reader.i16() : undefined;
  const attributes: Place['attributes'] = [
    ['motion', (flags & FLAG.moving) !== 0],
    ['odometerKm', odometerKm],
    ['inputs', inputs],
    ['source', source],
  ];
  if (sourceData !== undefined) attributes.push(['sourceData', sourceData]);
  if (source === SOURCE.ignitionOn || source === SOURCE.ignitionOff) attributes.push(['ignition', source === SOURCE.ignitionOn]);
  if (source === SOURCE.panic) attributes.push(['alarm', 'sos']);
  if (flags & FLAG.fix3d) attributes.push(['fix3d', true]);
  if (flags & FLAG.pz90) attributes.push(['datum', 'PZ-90.02']);
  if (flags & FLAG.blackBox) attributes.push(['archive', true]);
  return {
    position: {
      fixedAt,
      lat: flags & FLAG.south ? 0 - lat : lat,
      lon: flags & FLAG.west ? 0 - lon : lon,
      speedKmh: tidy((speed & 0x3fff) / 10),
      courseDeg: course <= 360 ? course : null,
      ...(altitudeM === undefined ? {} : { altitudeM }),
      valid: (flags & FLAG.valid) !== 0,
    },
    attributes,
  };
}
