import type { LawItem, LawValuesOf } from '@karavan/contracts';

type Act = LawValuesOf<'season'>;
export type Limit = Act['limits'][number];

/** An act as a form holds it: lists as lines, numbers as typed. */
export interface ActDraft {
  values: Act;
  regions: string;
  exceptRoads: string;
  source: string;
  note: string;
  confirmed: boolean;
}

const NEW: Act = {
  regions: [],
  roads: '',
  kind: 'spring',
  from: null,
  to: null,
  status: 'inForce',
  limits: [{ axleKg: { single: 6000, tandem: 6000, tridem: 6000 } }],
  exemptCargo: ['food', 'animals', 'feed', 'medicines', 'fuel', 'seed', 'fertiliser', 'post'],
};

export function draftOf(item: LawItem | null): ActDraft {
  const newest = item?.history.find(({ withdrawnAt, values }) => withdrawnAt === null && values !== null);
  const values = (newest?.values ?? NEW) as Act;
  return {
    values,
    regions: values.regions.join('\n'),
    exceptRoads: (values.exceptRoads ?? []).join('\n'),
    source: newest?.source ?? '',
    note: newest?.note ?? '',
    confirmed: false,
  };
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is sent: the act, and what is said of it. */
export function bodyOf({ values, regions, exceptRoads, source, note, confirmed }: ActDraft) {
  const { exceptRoads: _, ...rest } = values;
  const roads = lines(exceptRoads);
  return {
    values: { ...rest, regions: lines(regions), ...(roads.length === 0 ? {} : { exceptRoads: roads }) },
    source: source.trim(),
    note: note.trim(),
    confirmed,
  };
}

/** The act with an optional part set, or left out. */
export function withPart<K extends 'aboveC' | 'hours'>(values: Act, part: K, value: Act[K]): Act {
  const { [part]: _, ...rest } = values;
  return (value === undefined ? rest : { ...rest, [part]: value }) as Act;
}
