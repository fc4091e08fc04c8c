import type { AssetState, PositionTuple } from '@karavan/contracts';
import type { live } from '@karavan/store';
import { freshnessAt } from '@karavan/tracking';
import { type Aspect, type Face, hasPlace, UNKNOWN_SOURCE } from './face.ts';
import type { Sight } from './sight.ts';

/** A marker that has changed; its place is the same for everybody, and encoded once. */
export class Marker {
  readonly row: live.ChangedMarker;
  readonly face: Face;
  readonly freshness: AssetState['freshness'];
  readonly place: { lat: number; lon: number; at: number } | null;
  #tuple: string | undefined;

  constructor(input: { row: live.ChangedMarker; face: Face; nowMs: number }) {
    const { row, face, nowMs } = input;
    this.row = row;
    this.face = face;
    this.place = hasPlace(row) ? { lat: row.lat ?? 0, lon: row.lon ?? 0, at: row.at ?? 0 } : null;
    this.freshness = this.place === null ? 'stale' : freshnessAt(row.source ?? UNKNOWN_SOURCE, this.place.at, nowMs);
  }

  tupleJson(): string {
    this.#tuple ??= this.#encodeTuple();
    return this.#tuple;
  }

  /** As `JSON.stringify` writes a `PositionTuple`; the id, the only part that is no number, is written already. */
  #encodeTuple(): string {
    const { place, row, face } = this;
    if (place === null) throw new Error(`${row.id} has no place to tell of`);
    const [lat, lon, courseDeg, speedKmh, seconds]: Tail<PositionTuple> = [
      place.lat,
      place.lon,
      row.courseDeg,
      row.speedKmh,
      Math.floor(place.at / 1000),
    ];
    return `[${face.idJson},${lat},${lon},${courseDeg},${speedKmh},${seconds}]`;
  }

  stateFor(aspect: Aspect): AssetState {
    const { row, place, freshness } = this;
    return {
      id: row.id,
      kind: row.kind,
      label: row.label,
      revision: row.revision,
      position:
        place === null
          ? null
          : {
              lat: place.lat,
              lon: place.lon,
              at: new Date(place.at).toISOString(),
              speedKmh: row.speedKmh,
              courseDeg: row.courseDeg,
              source: row.source ?? UNKNOWN_SOURCE,
              ...(row.approximate ? { approximate: true } : {}),
            },
      ...(row.train === null ? {} : { train: row.train }),
      status: row.status,
      shipmentIds: [...aspect.shipmentIds],
      ...(row.gone ? { gone: true } : {}),
      freshness,
    };
  }
}

type Tail<T extends readonly unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

/** A marker in the eyes of one kind of viewer. Plain fields: each is read once a group, ten thousand times a second. */
export class MarkerSight implements Sight {
  readonly id: string;
  readonly kind: AssetState['kind'];
  readonly revision: number;
  readonly gone: boolean;
  readonly place: Marker['place'];
  readonly shipmentIds: readonly string[];
  readonly signature: string;
  readonly #marker: Marker;
  readonly #aspect: Aspect;
  #json: string | undefined;

  constructor(marker: Marker, aspect: Aspect) {
    const { row, face, place, freshness } = marker;
    this.id = face.id;
    this.kind = row.kind;
    this.revision = row.revision;
    this.gone = row.gone;
    this.place = place;
    this.shipmentIds = aspect.shipmentIds;
    this.signature = aspect.signature(freshness);
    this.#marker = marker;
    this.#aspect = aspect;
  }

  json(): string {
    this.#json ??= JSON.stringify(this.#marker.stateFor(this.#aspect));
    return this.#json;
  }

  tupleJson(): string {
    return this.#marker.tupleJson();
  }
}

/** What is told of a marker that a viewer knew and may not see any more: that it is gone, and nothing else. */
export function lostSight({ row: { id, kind, label, revision } }: Marker): Sight {
  const lost: AssetState = {
    id,
    kind,
    label,
    revision,
    position: null,
    freshness: 'stale',
    status: 'gone',
    shipmentIds: [],
    gone: true,
  };
  return {
    id,
    kind,
    revision,
    gone: true,
    place: null,
    shipmentIds: [],
    signature: '',
    json: () => JSON.stringify(lost),
    tupleJson() {
      throw new Error(`${id} is gone: it has no place to tell of`);
    },
  };
}
