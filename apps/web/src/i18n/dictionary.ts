import type { en } from './en.ts';

/** The same keys as the English dictionary, plus the plural forms a language has beyond one and other. */
type Localized<T> = {
  [K in keyof T]: T[K] extends string ? string : Localized<T[K]>;
} & {
  [K in keyof T as K extends `${infer Base}_other` ? `${Base}_few` | `${Base}_many` : never]: string;
};

export type Dictionary = Localized<typeof en>;
