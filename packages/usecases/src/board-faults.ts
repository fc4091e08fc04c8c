import type { BoardTrip, Language } from '@karavan/contracts';
import { openBoard, validateSplit } from '@karavan/planner';
import { plainly, type Standing } from './board-world.ts';

/** The last look before something becomes real: the independent validator over the whole plan, in the words of the board. */
export function faultsOf(standing: Standing, language: Language): string[] {
  const { request, trips, known } = standing;
  const found = plainly(() => openBoard(standing, known).violations(trips)).map(({ message }) => message[language]);
  if (found.length > 0) return found;
  const bare = trips.map(({ id: _, started, locked, ...trip }) => ({ ...trip, ...(started || locked ? { locked: true } : {}) }));
  const reply = {
    trips: bare,
    days: [],
    unmetKg: 0,
    lateKgDays: 0,
    tripsCount: trips.length,
    cost: 0,
    proof: 'optimal' as const,
    reasons: [],
  };
  return validateSplit(request, reply, known)
    .filter(({ locked, rule }) => !locked && rule !== 'SP14')
    .map(({ rule, message }) => `${rule}: ${message}`);
}

/**
 * Trips that stay though their truck is out or their bay closed, and are not among those the dispatcher has named: each with
 * the reason, when and how much, and what there is to do.
 */
export function strandedFaults(
  { trips, known, ...standing }: Standing,
  { despite, language }: { despite: readonly string[]; language: Language },
): string[] {
  const named = new Set(despite);
  const byId = new Map(trips.map((trip) => [trip.id, trip]));
  const zone = standing.request.site.receiving.timeZone;
  return plainly(() => openBoard(standing, known).stranded(trips)).flatMap(({ message, tripIds }) => {
    const open = tripIds.flatMap((id) => (named.has(id) ? [] : (byId.get(id) ?? [])));
    if (open.length === 0) return [];
    const list = open.map((trip) => tripWords(trip, { zone, language })).join('; ');
    return [
      language === 'ru'
        ? `${message.ru} В плане остаётся: ${list}. Перенесите или подтвердите, что публикуете всё равно.`
        : `${message.en} The plan still has: ${list}. Move it, or confirm that you publish all the same.`,
    ];
  });
}

function tripWords(trip: BoardTrip, { zone, language }: { zone: string; language: Language }): string {
  const format = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const;
  const at = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', format).format(new Date(trip.unloadFrom));
  const mass = new Intl.NumberFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { maximumFractionDigits: 3 }).format(
    trip.massKg / 1000,
  );
  return `${trip.vehicleId}, ${at}, ${mass} ${language === 'ru' ? 'т' : 't'}`;
}
