import {
  GROUPAGE_FIELDS,
  type GroupageField,
  type GroupageLine,
  type GroupageReply,
  type GroupageRequest,
} from '@karavan/contracts';
import type { PlacingOptions } from './place-pieces.ts';
import { placingSpeaker } from './words/placing.ts';

type Line = Omit<GroupageLine, 'id'>;

/** Whether two lines may become one truck, and if not what keeps them apart (PL6). Case and spaces do not. */
export function mayShareTruck(a: Line, b: Line): { ok: boolean; differ: GroupageField[] } {
  const differ = GROUPAGE_FIELDS.filter((field) => fold(a[field]) !== fold(b[field]));
  return { ok: differ.length === 0, differ };
}

/** Lines that may share trucks, in the order they came. */
export function groupLines<T extends Line>(lines: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const line of lines) {
    const open = groups.find(([first]) => first !== undefined && mayShareTruck(first, line).ok);
    if (open === undefined) groups.push([line]);
    else open.push(line);
  }
  return groups;
}

/** Order lines in groups that may share trucks, and for every two groups why they may not (PL6). */
export function planGroupage({ lines }: GroupageRequest, { language = 'ru' }: PlacingOptions = {}): GroupageReply {
  const speaker = placingSpeaker(language);
  const groups = groupLines(lines);
  const refusals = groups.flatMap(([a], i) =>
    groups.slice(i + 1).flatMap(([b], j): GroupageReply['refusals'] => {
      if (a === undefined || b === undefined) return [];
      const { differ } = mayShareTruck(a, b);
      return [{ groups: [i, i + 1 + j], differ, why: speaker.apart(differ) }];
    }),
  );
  return { groups: groups.map((group) => ({ lineIds: group.map(({ id }) => id) })), refusals };
}

const fold = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
