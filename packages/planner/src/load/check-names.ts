/** Names of axles are wanted for every vehicle anew: made once. */
const MOST_AXLES = 41;
const made = (name: (axle: number) => string): readonly string[] => Array.from({ length: MOST_AXLES }, (_, axle) => name(axle));
const AXLES = made((axle) => `axle ${axle}`);
const GROUPED = made((axle) => `axle ${axle} in group`);
const GROUPS = new Map<number, string>();

export const axleName = (axle: number): string => AXLES[axle] ?? `axle ${axle}`;
export const groupedAxleName = (axle: number): string => GROUPED[axle] ?? `axle ${axle} in group`;
export const runName = (axles: readonly { number: number }[]): string => `bridge ${axles[0]?.number}-${axles.at(-1)?.number}`;

/** `group 4+5+6` */
export function groupName(axles: readonly number[]): string {
  const [first, last] = [axles[0] ?? 0, axles.at(-1) ?? 0];
  const key = first * MOST_AXLES + last;
  // where an axle between them is up the ends do not tell the group
  const isUnbroken = last - first + 1 === axles.length && last < MOST_AXLES;
  const known = isUnbroken ? GROUPS.get(key) : undefined;
  if (known !== undefined) return known;
  const name = `group ${axles.join('+')}`;
  if (isUnbroken) GROUPS.set(key, name);
  return name;
}
