import type { DevicePosition } from '@karavan/contracts';
import { isPlain, plainText } from './text.ts';

export type Attributes = DevicePosition['attributes'];

/** A message that says more than this says it to fill the database. */
const MOST = 250;
const LONGEST_NAME = 64;
/** The longest text a Wialon parameter may have. */
const LONGEST_TEXT = 1344;

/** Gathers what a device tells beside its place, as the database can keep it. A name is taken once, the first wins. */
export function createAttributes() {
  const gathered = new Map<string, string | number | boolean>();
  return {
    put(name: string, value: string | number | boolean | undefined): void {
      if (value === undefined || gathered.size >= MOST || gathered.has(name)) return;
      if (name.length === 0 || name.length > LONGEST_NAME || !isPlain(name)) return;
      if (typeof value === 'number' && !Number.isFinite(value)) return;
      gathered.set(name, typeof value === 'string' ? plainText(value, LONGEST_TEXT) : value);
    },
    has: (name: string): boolean => gathered.has(name),
    all: (): Attributes => Object.fromEntries(gathered),
  };
}
export type AttributeSet = ReturnType<typeof createAttributes>;
