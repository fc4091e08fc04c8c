import type { AssetState } from '@karavan/contracts';
import { markerState } from '../../live/marker-state.ts';
import type { MarkerState } from '../../theme/palette.ts';

export interface FleetFilter {
  state: MarkerState | null;
  kind: AssetState['kind'] | null;
  /** only what is within `PLACE_RADIUS_M` of here */
  place: { lat: number; lon: number } | null;
}

export interface FleetRow {
  asset: AssetState;
  state: MarkerState;
  late: boolean;
}

interface Box {
  contains: (at: [number, number]) => boolean;
}

const PLACE_RADIUS_M = 400;
/** What needs somebody comes first. */
const URGENCY: Record<MarkerState, number> = { abandoned: 0, standing: 1, unknown: 2, moving: 3, arrived: 4 };

/** The list beside the map: what is in sight, or has no place and could otherwise not be found, the urgent first. */
export function fleetRows(
  assets: readonly AssetState[],
  input: { view: Box | null; isLate: (asset: AssetState) => boolean; filter: FleetFilter },
): FleetRow[] {
  const { view, isLate, filter } = input;
  const rows: FleetRow[] = [];
  for (const asset of assets) {
    if (filter.kind && asset.kind !== filter.kind) continue;
    const { position } = asset;
    if (filter.place) {
      if (!position || metresBetween(position, filter.place) > PLACE_RADIUS_M) continue;
    } else if (position && view && !view.contains([position.lat, position.lon])) continue;
    rows.push({ asset, state: markerState(asset), late: isLate(asset) });
  }
  return rows.sort(byUrgency);
}

export function countStates(rows: readonly FleetRow[]): Record<MarkerState, number> {
  const counts: Record<MarkerState, number> = { moving: 0, standing: 0, abandoned: 0, arrived: 0, unknown: 0 };
  for (const { state } of rows) counts[state]++;
  return counts;
}

export function parsePlace(text: string | null): { lat: number; lon: number } | null {
  const [lat = Number.NaN, lon = Number.NaN] = (text ?? '')
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return Number.isFinite(lat) && Number.isFinite(lon) ? { lat, lon } : null;
}

function byUrgency(a: FleetRow, b: FleetRow): number {
  if (a.late !== b.late) return a.late ? -1 : 1;
  if (a.state !== b.state) return URGENCY[a.state] - URGENCY[b.state];
  return a.asset.label < b.asset.label ? -1 : a.asset.label > b.asset.label ? 1 : 0;
}

function metresBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const degree = 111_320;
  return Math.hypot((a.lat - b.lat) * degree, (a.lon - b.lon) * degree * Math.cos((a.lat * Math.PI) / 180));
}
