export const isoMs = (instant: string): number => Date.parse(instant);
export const iso = (atMs: number): string => new Date(atMs).toISOString();
