import type { AssetState } from '@karavan/contracts';

/** A changed marker as one kind of viewer may see it, encoded at most once however many are told. */
export interface Sight {
  readonly id: string;
  readonly kind: AssetState['kind'];
  readonly revision: number;
  readonly gone: boolean;
  readonly place: { readonly lat: number; readonly lon: number } | null;
  readonly shipmentIds: readonly string[];
  /** all of the marker but its place: while it stays the same, a move goes out as a tuple */
  readonly signature: string;
  /** the whole marker, an `AssetState` */
  json(): string;
  /** its place, a `PositionTuple`; only where it has one */
  tupleJson(): string;
}

/** What a socket was shown of a marker in its snapshot. */
export interface Shown {
  readonly state: AssetState;
  readonly signature: string;
}

export const shownAs = (state: AssetState): Shown => {
  const { position } = state;
  return { state, signature: signatureOf({ ...state, source: position?.source, approximate: position?.approximate === true }) };
};

/** A marker without its place, as its signature needs it; without a place it has no source either. */
export interface Look {
  label: string;
  status: string;
  freshness: AssetState['freshness'];
  source: string | undefined;
  approximate: boolean;
  train?: string | undefined;
  shipmentIds: readonly string[];
}

export const signatureOf = ({ label, status, freshness, source, approximate, train, shipmentIds }: Look): string =>
  JSON.stringify([label, status, freshness, source ?? null, source !== undefined && approximate, train ?? null, shipmentIds]);

export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
