import { z } from 'zod';

const FURTHEST_OFFSET_MIN = 14 * 60;

/** Real zones and years only: everything else is a slip, and PostgreSQL would refuse some of it. */
function isUsableInstant(text: string): boolean {
  const offset = /[+-](\d{2}):?(\d{2})$/.exec(text);
  if (offset && Number(offset[1]) * 60 + Number(offset[2]) > FURTHEST_OFFSET_MIN) return false;
  const year = new Date(text).getUTCFullYear(); // NaN for what is no date: in no range
  return year >= 1970 && year <= 9999;
}

function toUtc(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}

/** An instant, ISO 8601 with a zone, as it crosses the wire. Whatever the zone it came in, it is UTC from here on. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine(isUsableInstant, { error: 'must lie in the years 1970 to 9999, its zone within 14 hours of UTC' })
  .overwrite(toUtc);
/** A calendar day; the zone it belongs to stands in the field beside it. */
export const CalendarDay = z.iso.date();

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false; // Intl has no way to ask, it throws
  }
}

/** An IANA zone the runtime knows. */
export const TimeZone = z.string().max(64).refine(isTimeZone, { error: 'is not a time zone such as Europe/Moscow' });

export const Lat = z.number().min(-90).max(90);
export const Lon = z.number().min(-180).max(180);

export const ROLES = ['customer', 'dispatcher', 'manager', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const LANGUAGES = ['ru', 'en'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** RFC 9457, the only shape an error has on any channel. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** List convention: `?limit=&cursor=` in, `{items, nextCursor}` out. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Who asks: every read and write of stored rows happens on behalf of one of these. */
export interface Actor {
  /** the shipper's company whose data this is (the tenant) */
  companyId: string;
  /** set when the actor belongs to a customer of that company and may see only that customer's cargo */
  customerId: string | null;
  role: Role;
  userId: string | null;
  /** shown in the audit: an e-mail, the name of an API key, the name of a source */
  name: string;
}
