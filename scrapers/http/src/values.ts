/** Values of replies whose writers are careless: numbers come as text, text as numbers, lists as maps, anything as null. */
export type Fields = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A finite number, written as one or as text; undefined for anything else, empty text too. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*-?\d{1,15}([.,]\d{1,15})?\s*$/.test(value)) return undefined;
  return Number(value.trim().replace(',', '.'));
}

/** Zero or more; what is below tells of nothing. */
export function positiveOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number === undefined || number < 0 ? undefined : number;
}

/** Text that says something, of text or a number. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toWellFormed();
  return text === '' ? undefined : text;
}

/** The records of a list, or of a map by whatever key; an empty list stands for an empty map over there. */
export function listOf(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.filter(isRecord);
  return isRecord(value) ? Object.values(value).filter(isRecord) : [];
}

/** Unix seconds between 2000 and 2100; anything else is no time of a truck. */
export function instantOfSeconds(value: unknown): string | undefined {
  const seconds = numberOf(value);
  if (seconds === undefined || seconds < 946_684_800 || seconds >= 4_102_444_800) return undefined;
  return new Date(Math.round(seconds * 1000)).toISOString();
}

export interface Placed {
  lat: number;
  lon: number;
}

/** Both coordinates, within the globe. */
export function placeOf(lat: unknown, lon: unknown): Placed | undefined {
  const [north, east] = [numberOf(lat), numberOf(lon)];
  if (north === undefined || east === undefined || Math.abs(north) > 90 || Math.abs(east) > 180) return undefined;
  return { lat: north, lon: east };
}
