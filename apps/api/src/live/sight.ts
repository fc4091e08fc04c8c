import type { AssetState, PositionTuple } from '@karavan/contracts';

/** A changed marker as one kind of viewer may see it, encoded at most once however many are told. */
export class Sight {
  readonly state: AssetState;
  /** all of the marker but its place: while it stays the same, a move goes out as a tuple */
  readonly signature: string;
  readonly #placed: Placed;
  #json: string | undefined;

  constructor(state: AssetState, placed: Placed = new Placed(state)) {
    this.state = state;
    this.signature = signatureOf(state);
    this.#placed = placed;
  }

  json(): string {
    this.#json ??= JSON.stringify(this.state);
    return this.#json;
  }

  tupleJson(): string {
    return this.#placed.tupleJson();
  }

  /** the same marker with what another viewer may see of its cargo; its place is the same for everybody */
  withShipments(shipmentIds: string[]): Sight {
    return new Sight({ ...this.state, shipmentIds }, this.#placed);
  }
}

/** The place of a marker as a `PositionTuple`. */
class Placed {
  readonly #state: AssetState;
  #json: string | undefined;

  constructor(state: AssetState) {
    this.#state = state;
  }

  tupleJson(): string {
    this.#json ??= encodeTuple(this.#state);
    return this.#json;
  }
}

function encodeTuple({ id, position }: AssetState): string {
  if (position === null) throw new Error(`${id} has no place to tell of`);
  const { lat, lon, courseDeg, speedKmh, at } = position;
  const tuple: PositionTuple = [id, lat, lon, courseDeg, speedKmh, Math.floor(Date.parse(at) / 1000)];
  return JSON.stringify(tuple);
}

function signatureOf({ label, status, freshness, position, train, shipmentIds }: AssetState): string {
  const place = position === null ? '' : `${position.source}|${position.approximate === true}`;
  return `${label}|${status}|${freshness}|${place}|${train ?? ''}|${shipmentIds.join()}`;
}

/** What is told of a marker that a viewer knew and may not see any more: that it is gone, and nothing else. */
export const lostSight = ({ id, kind, label, revision }: AssetState): Sight =>
  new Sight({ id, kind, label, revision, position: null, freshness: 'stale', status: 'gone', shipmentIds: [], gone: true });

export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
