import type { DevicePosition } from '@karavan/contracts';
import { isPlain, plainText } from './text.ts';

export type Attributes = DevicePosition['attributes'];

/** A message that says more than this says it to fill the database. */
const MOST = 250;
const LONGEST_NAME = 64;
/** The longest text a Wialon parameter may have. */
const LONGEST_TEXT = 1344;

/** Gathers what a device tells beside its place, as the database can keep it. A name is taken once, the first wins. */
export class AttributeSet {
  readonly #gathered = new Map<string, string | number | boolean>();

  put(name: string, value: string | number | boolean | undefined): void {
    if (value === undefined || this.#gathered.size >= MOST || this.#gathered.has(name)) return;
    if (name.length === 0 || name.length > LONGEST_NAME || !isPlain(name)) return;
    if (typeof value === 'number' && !Number.isFinite(value)) return;
    this.#gathered.set(name, typeof value === 'string' ? plainText(value, LONGEST_TEXT) : value);
  }

  has(name: string): boolean {
    return this.#gathered.has(name);
  }

  all(): Attributes {
    return Object.fromEntries(this.#gathered);
  }
}
