import { ValueStore } from '../ui/value-store.ts';

/** Which clock times are told by: the railway's, or the one on the wall of the station. */
export const TIME_MODES = ['moscow', 'local'] as const;
export type TimeMode = (typeof TIME_MODES)[number];

const STORED = 'karavan.time';
const remembered = typeof localStorage === 'undefined' ? null : localStorage.getItem(STORED);

export const timeMode = new ValueStore<TimeMode>(remembered === 'local' ? 'local' : 'moscow');

export function chooseTimeMode(mode: TimeMode): void {
  localStorage.setItem(STORED, mode);
  timeMode.set(mode);
}
