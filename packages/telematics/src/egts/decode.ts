import type { DeviceReading } from '@karavan/contracts';
import type { Decoded, Reject } from '../reading.ts';
import { AttributeSet } from '../wire/attributes.ts';
import { readPlace } from './place.ts';
import type { EgtsRecord } from './records.ts';
import { readSensor } from './sensors.ts';
import { instantOf2010 } from './time.ts';

const POS_DATA = 16;

export interface TeledataContext {
  uniqueId: string;
  /** stands in where neither the record nor a place of this packet says when */
  fallbackAt: string;
}

/**
 * The readings of one record of the teledata service: one for every POS_DATA, with what the subrecords after it tell
 * (those before the first belong to it too). A record without any is one reading without a place.
 */
export function decodeTeledata(record: EgtsRecord, context: TeledataContext): Decoded {
  const readings: DeviceReading[] = [];
  const rejects: Reject[] = record.torn
    ? [{ path: `record ${record.number}`, message: 'a subrecord reaches beyond the record' }]
    : [];
  let open: { place: ReturnType<typeof readPlace>; attributes: AttributeSet } = {
    place: undefined,
    attributes: new AttributeSet(),
  };
  let isTold = false;
  const close = () => {
    if (!isTold) return;
    const attributes = open.attributes.all();
    if (open.place !== undefined) readings.push({ uniqueId: context.uniqueId, ...open.place.position, attributes });
    else if (Object.keys(attributes).length > 0) readings.push(placeless({ record, context, attributes }));
  };
  for (const { type, data } of record.subrecords) {
    if (type === POS_DATA) {
      const place = readPlace(data);
      if (place === undefined) {
        rejects.push({ path: `record ${record.number}`, message: `POS_DATA of ${data.length} bytes` });
        continue;
      }
      if (open.place !== undefined) {
        close();
        open = { place: undefined, attributes: new AttributeSet() };
      }
      open.place = place;
      isTold = true;
      for (const [name, value] of place.attributes) open.attributes.put(name, value);
    } else if (readSensor({ type, data }, open.attributes)) isTold = true;
    else rejects.push({ path: `record ${record.number}`, message: `subrecord ${type} of ${data.length} bytes` });
  }
  close();
  return { readings, rejects };
}

function placeless(input: {
  record: EgtsRecord;
  context: TeledataContext;
  attributes: DeviceReading['attributes'];
}): DeviceReading {
  return {
    uniqueId: input.context.uniqueId,
    fixedAt: input.record.time === undefined ? input.context.fallbackAt : instantOf2010(input.record.time),
    lat: null,
    lon: null,
    speedKmh: null,
    courseDeg: null,
    valid: false,
    attributes: input.attributes,
  };
}
