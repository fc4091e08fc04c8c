import type { Random } from '../support/random.ts';

/** Every truck sends as often as usual trackers do; together they make the promised rate. */
export const EVERY_SECONDS = 10;
export const RATE = 200;

const KM_PER_DEGREE = 111.3;
const SPEED_KMH = 70;
const KMH_PER_KNOT = 1.852;

/** What the open page shows: as much of the country as a dispatcher looks at to see trucks move. */
export const VIEW = { zoom: 10, lat: 55.2, lon: 38.6 };
/** Trucks in the page's sight, each alone, so that its marker is its own and not a cluster's. */
const IN_SIGHT = { columns: 6, rows: 5, lat: 0.085, lon: 0.114 };

export interface Truck {
  uniqueId: string;
  plate: string;
  /** known once it is stored */
  assetId: string;
  lat: number;
  lon: number;
  courseDeg: number;
}

/** Two thousand trucks on the roads, thirty of them where the page looks. */
export function makeFleet(random: Random): Truck[] {
  const count = RATE * EVERY_SECONDS;
  const inSight = IN_SIGHT.columns * IN_SIGHT.rows;
  return Array.from({ length: count }, (_, index) => ({
    uniqueId: `8600000${String(index).padStart(8, '0')}`,
    plate: plateOf(index),
    assetId: '',
    courseDeg: random.unit() < 0.5 ? 90 : 270,
    ...(index % Math.floor(count / inSight) === 0 && index / Math.floor(count / inSight) < inSight
      ? placeInSight(index / Math.floor(count / inSight))
      : { lat: 47 + random.unit() * 7, lon: 33 + random.unit() * 25 }),
  }));
}

/** Trucks of one row drive one way, so that they stay apart. */
function placeInSight(place: number): { lat: number; lon: number; courseDeg: number } {
  const column = place % IN_SIGHT.columns;
  const row = Math.floor(place / IN_SIGHT.columns);
  return {
    lat: VIEW.lat + (row - (IN_SIGHT.rows - 1) / 2) * IN_SIGHT.lat,
    lon: VIEW.lon + (column - 0.5) * IN_SIGHT.lon,
    courseDeg: row % 2 === 0 ? 90 : 270,
  };
}

export const isInSight = ({ lat, lon }: Truck): boolean => Math.abs(lat - VIEW.lat) < 0.4 && Math.abs(lon - VIEW.lon) < 0.9;

function plateOf(index: number): string {
  const letters = 'АВЕКМНОРСТУХ';
  const letter = (n: number) => letters[n % letters.length];
  return `${letter(index)}${String(1 + (index % 999)).padStart(3, '0')}${letter(index + 3)}${letter(Math.floor(index / 999))}50`;
}

/** Where the truck is after so many seconds of its way. */
export function placeAt(truck: Truck, seconds: number): { lat: number; lon: number } {
  const km = (SPEED_KMH * seconds) / 3600;
  const degrees = km / (KM_PER_DEGREE * Math.cos((truck.lat * Math.PI) / 180));
  return { lat: truck.lat, lon: Number((truck.lon + (truck.courseDeg === 90 ? degrees : -degrees)).toFixed(6)) };
}

export function osmandPath(truck: Truck, fix: { lat: number; lon: number; epochSeconds: number }): string {
  const query = new URLSearchParams({
    id: truck.uniqueId,
    timestamp: String(fix.epochSeconds),
    lat: String(fix.lat),
    lon: String(fix.lon),
    speed: (SPEED_KMH / KMH_PER_KNOT).toFixed(2),
    bearing: String(truck.courseDeg),
    batt: '87',
  });
  return `/api/v1/ingest/osmand?${query}`;
}
