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
  readonly #gathered: Attributes = {};
  #count = 0;

  put(name: string, value: string | number | boolean | undefined): void {
    if (value === undefined || this.#count >= MOST || this.has(name)) return;
    if (name.length === 0 || name.length > LONGEST_NAME || !isPlain(name)) return;
    if (typeof value === 'number' && !Number.isFinite(value)) return;
    const kept = typeof value === 'string' ? plainText(value, LONGEST_TEXT) : value;
    // Written like any other, this name would be the prototype.
    if (name === '__proto__') Object.defineProperty(this.#gathered, name, { value: kept, enumerable: true });
    else this.#gathered[name] = kept;
    this.#count += 1;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#gathered, name);
  }

  /** The set is done with then. */
  all(): Attributes {
    return this.#gathered;
  }
}
