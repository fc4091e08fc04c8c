/** The same object type with every "may be undefined" turned into "may be absent" (exactOptionalPropertyTypes). */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** A copy without the keys whose value is undefined: what is unknown is absent, on the wire and in the store. */
export function defined<T extends object>(value: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const held = value[key as keyof T];
    if (held !== undefined) kept[key] = held;
  }
  return kept as Defined<T>;
}
