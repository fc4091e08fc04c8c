import type { Body } from './body.ts';

/**
 * What gets one marker: a truck by itself, the wagons of one train at one place, or all loose wagons that stand at the same
 * place in the same state and equally old.
 */
export interface Group {
  /** of a train the one with the newest report first: the marker looks like it */
  bodies: [Body, ...Body[]];
  /** index of the train these wagons are, where there are several of it */
  train?: string;
  /** groups at the very same place are fanned out side by side: which of how many this is */
  slot: number;
  slots: number;
}

export function groupBodies(bodies: Iterable<Body>): Group[] {
  const groups: Group[] = [];
  const byPlace = new Map<number, Group[]>();
  for (const body of bodies) {
    if (body.asset.kind !== 'wagon') {
      groups.push({ bodies: [body], slot: 0, slots: 1 });
      continue;
    }
    const place = placeKey(body);
    const neighbours = byPlace.get(place);
    const known = neighbours?.find(({ bodies: [first] }) => isAlike(first, body));
    if (known) {
      known.bodies.push(body);
      continue;
    }
    const group: Group = { bodies: [body], slot: neighbours?.length ?? 0, slots: 1 };
    groups.push(group);
    if (neighbours) neighbours.push(group);
    else byPlace.set(place, [group]);
  }
  for (const neighbours of byPlace.values()) for (const group of neighbours) group.slots = neighbours.length;
  for (const group of groups) asTrain(group);
  return groups;
}

/** About ten metres: wagons of a station carry the station's own coordinates. */
function placeKey({ asset: { position } }: Body): number {
  return position ? Math.round(position.lat * 1e4) * 1e8 + Math.round(position.lon * 1e4) : 0;
}

/** A train stays together whatever its wagons' reports say; loose wagons are not mixed in. */
function isAlike(a: Body, b: Body): boolean {
  if (a.asset.train !== undefined || b.asset.train !== undefined) return a.asset.train === b.asset.train;
  return a.state === b.state && a.asset.freshness === b.asset.freshness;
}

function asTrain(group: Group): void {
  const { bodies } = group;
  const { train } = bodies[0].asset;
  if (train === undefined || bodies.length < 2) return;
  bodies.sort((a, b) => ageKey(b).localeCompare(ageKey(a)));
  group.train = train;
}

const ageKey = ({ asset }: Body): string => `${asset.position?.at ?? ''}`;
