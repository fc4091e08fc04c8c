import type { SplitTrip } from '@karavan/contracts';

export interface TripChange {
  readonly kind: 'same' | 'changed' | 'added' | 'removed';
  readonly before?: SplitTrip;
  readonly after?: SplitTrip;
  /** which of the fields that make a trip the same differ */
  readonly fields: readonly ('vehicleId' | 'loadFrom' | 'unloadFrom' | 'massKg')[];
}

const FIELDS = ['vehicleId', 'loadFrom', 'unloadFrom', 'massKg'] as const;

const sameInstant = (a: string, b: string): boolean => Date.parse(a) === Date.parse(b);

function differing(before: SplitTrip, after: SplitTrip): (typeof FIELDS)[number][] {
  return FIELDS.filter((field) => {
    if (field === 'massKg') return Math.abs(before.massKg - after.massKg) > 1e-6;
    return field === 'vehicleId' ? before.vehicleId !== after.vehicleId : !sameInstant(before[field], after[field]);
  });
}

/**
 * Two plans side by side, in order of loading: a trip is the same if vehicle, both beginnings and mass are (SP15); of the
 * others those of one vehicle on one date are shown as changed, the rest as added or removed.
 */
export function diffTrips(before: readonly SplitTrip[], after: readonly SplitTrip[]): TripChange[] {
  const left = new Set(after);
  const pair = (old: SplitTrip, fits: (trip: SplitTrip) => boolean): SplitTrip | undefined => {
    const found = [...left].find(fits);
    if (found) left.delete(found);
    return old && found;
  };
  const same = before.map((old) => [old, pair(old, (trip) => differing(old, trip).length === 0)] as const);
  const changes = same.map(([old, twin]): TripChange => {
    if (twin) return { kind: 'same', before: old, after: twin, fields: [] };
    const moved = pair(old, (trip) => trip.vehicleId === old.vehicleId && trip.date === old.date);
    if (moved) return { kind: 'changed', before: old, after: moved, fields: differing(old, moved) };
    return { kind: 'removed', before: old, fields: [] };
  });
  const added = [...left].map((trip): TripChange => ({ kind: 'added', after: trip, fields: [] }));
  return [...changes, ...added].sort((a, b) => loadedAt(a) - loadedAt(b));
}

const loadedAt = ({ before, after }: TripChange): number => Date.parse((after ?? before)?.loadFrom ?? '');
