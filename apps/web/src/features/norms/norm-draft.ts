import { type NewNormBook, type NormBook, SHIPMENT_KINDS, type ShipmentKind } from '@karavan/contracts';

type Rows = [string, string][];

/** A version as the form holds it: what was typed. */
export interface NormDraft {
  name: string;
  validFrom: string;
  validTo: string;
  bands: Record<ShipmentKind, Rows>;
  extraDays: Rows;
  source: string;
  isConfirmed: boolean;
}

const ofKinds = <T>(make: (kind: ShipmentKind) => T): Record<ShipmentKind, T> => ({
  wagonload: make('wagonload'),
  route: make('route'),
  container: make('container'),
});

/** A new version with the figures of another one; who makes it names it and says where it is from. */
export function draftFrom(book: NormBook, today: string): NormDraft {
  const isShipped = book.version === 0;
  return {
    name: isShipped ? '' : book.name,
    validFrom: today,
    validTo: '',
    bands: ofKinds((kind) => book.kmPerDay[kind].map(({ fromKm, kmPerDay }) => [String(fromKm), String(kmPerDay)])),
    extraDays: book.extraDays.map(({ days, why }) => [String(days), isShipped ? '' : why]),
    source: isShipped ? '' : book.source,
    isConfirmed: false,
  };
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.').replace(/\s/g, '')));

/** The fields that are no numbers, by their path in what is sent; empty where all are. */
export function badFields({ bands, extraDays }: NormDraft): string[] {
  const inBands = SHIPMENT_KINDS.flatMap((kind) =>
    bands[kind].flatMap(([fromKm, kmPerDay], index) => [
      ...(Number.isInteger(numberOf(fromKm)) ? [] : [`kmPerDay.${kind}.${index}.fromKm`]),
      ...(Number.isNaN(numberOf(kmPerDay)) ? [`kmPerDay.${kind}.${index}.kmPerDay`] : []),
    ]),
  );
  return [
    ...inBands,
    ...extraDays.flatMap(([days], index) => (Number.isInteger(numberOf(days)) ? [] : [`extraDays.${index}.days`])),
  ];
}

export function toNorms({ bands, extraDays, isConfirmed, validTo, ...rest }: NormDraft): NewNormBook {
  return {
    ...rest,
    validTo: validTo === '' ? null : validTo,
    kmPerDay: ofKinds((kind) => bands[kind].map(([from, perDay]) => ({ fromKm: numberOf(from), kmPerDay: numberOf(perDay) }))),
    extraDays: extraDays.map(([days, why]) => ({ days: numberOf(days), why })),
    confidence: isConfirmed ? 'confirmed' : 'unconfirmed',
  };
}

/** The first kind of shipment that one of these paths is about. */
export const kindWith = (paths: readonly string[]): ShipmentKind | undefined =>
  SHIPMENT_KINDS.find((kind) => paths.some((path) => path.startsWith(`kmPerDay.${kind}`)));
