import type { Site, SitePatch } from '@karavan/contracts';
import { call } from '../../api/client.ts';
import { readPoints } from '../geofences/points.ts';
import { readExceptions, readWeek, type WeekText, weekOf, writeExceptions } from './hours.ts';

export interface Draft {
  name: string;
  kind: Site['kind'];
  place: string;
  timeZone: string;
  hasHours: boolean;
  week: WeekText;
  exceptions: string;
}

/** What most gates have, for who begins with nothing. */
const USUAL_DAY = '08:00–18:00';
const USUAL_WEEK: WeekText = { mon: USUAL_DAY, tue: USUAL_DAY, wed: USUAL_DAY, thu: USUAL_DAY, fri: USUAL_DAY, sat: '', sun: '' };

export const draftOf = (site: Site | null, closedWord: string): Draft => ({
  name: site?.name ?? '',
  kind: site?.kind ?? 'site',
  place: site?.lat === undefined || site.lon === undefined ? '' : `${site.lat}, ${site.lon}`,
  timeZone: site?.receiving?.timeZone ?? site?.timeZone ?? 'Europe/Moscow',
  hasHours: site?.receiving !== undefined,
  week: site?.receiving ? weekOf(site.receiving) : USUAL_WEEK,
  exceptions: site?.receiving ? writeExceptions(site.receiving, closedWord) : '',
});

type Body = SitePatch & { name: string };

/** What is sent; undefined while something cannot be read. */
export function bodyOf(draft: Draft): Body | undefined {
  const name = draft.name.trim();
  const read = readPoints(draft.place);
  const [hours, exceptions] = [readWeek(draft.week), readExceptions(draft.exceptions)];
  if (name === '' || !('points' in read) || read.points.length > 1) return undefined;
  if (draft.hasHours && (hours === undefined || 'badLine' in exceptions)) return undefined;
  const { timeZone, kind } = draft;
  const receiving = draft.hasHours && hours && !('badLine' in exceptions) ? { timeZone, hours, ...exceptions } : null;
  // an empty field is a place that is taken away
  return { name, kind, timeZone, ...(read.points[0] ?? { lat: null, lon: null }), receiving };
}

export const isReady = (draft: Draft): boolean => bodyOf(draft) !== undefined;

/** A new one has no nulls: what is not given is not there. */
export const newSiteOf = (body: Body | undefined) =>
  Object.fromEntries(Object.entries(body ?? {}).filter(([, value]) => value !== null));

export function saveSite(site: Site | null, draft: Draft) {
  const body = bodyOf(draft);
  if (site !== null) return call('updateSite', { params: { id: site.id }, body });
  return call('createSite', { body: newSiteOf(body) });
}
