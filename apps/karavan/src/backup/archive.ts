import { z } from 'zod';

/**
 * The names inside a backup, a gzipped tar: first what it is, then the key that seals passwords where the program keeps one,
 * then the rows of each table in numbered pieces of PostgreSQL's COPY text, and at the end what makes it whole.
 */
export const HEAD = 'backup.json';
export const KEY = 'secret.key';
export const TAIL = 'end.json';
export const pieceName = (table: string, number: number): string => `tables/${table}/${String(number).padStart(6, '0')}`;
export const tableOf = (name: string): string | undefined => /^tables\/([a-z0-9_]+)\/\d+$/.exec(name)?.[1];

/** Of the layout of the archive; the schema of the data has its migrations. */
const VERSION = 1;

export const Head = z.object({
  karavan: z.literal(VERSION),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
});
export type Head = z.infer<typeof Head>;

export const Tail = z.object({
  rows: z.record(z.string(), z.number()),
  sequences: z.array(z.object({ name: z.string(), value: z.number() })),
});
export type Tail = z.infer<typeof Tail>;
