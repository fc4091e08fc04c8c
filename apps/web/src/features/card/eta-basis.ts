/** What a forecast rests on, read from the short text that comes with it: rule ids (packages/tracking/SPEC.md) and facts. */
export interface EtaBasis {
  rules: string[];
  km?: number;
  load?: 'loaded' | 'light';
  status?: string;
  /** finished trips it was learned from: of this lane, and of all */
  trips?: { lane: number; all: number };
  speedKmh?: string;
  latestOf?: { known: number; open: number };
  isPlan: boolean;
}

const HELD = new Set(['standing', 'atOrigin', 'abandoned', 'badOrder']);

export function readBasis(text: string): EtaBasis {
  const colon = text.indexOf(':');
  const head = colon < 0 ? text : text.slice(0, colon);
  const facts = colon < 0 ? '' : text.slice(colon + 1);
  const numbers = (pattern: RegExp) => pattern.exec(facts)?.slice(1).map(Number);
  const [km] = numbers(/(?:^|\s)(\d+) km\b/) ?? [];
  const [, load, status] = /, (loaded|light), (\w+)/.exec(facts) ?? [];
  const [lane, all] = numbers(/(\d+) finished trips of the lane, (\d+) in all/) ?? [];
  const [known, open] = numbers(/the latest of (\d+) of (\d+)/) ?? [];
  const speedKmh = /at (\d+–\d+) km\/h/.exec(facts)?.[1];
  return {
    rules: `${head} ${facts}`.match(/\b[A-Z]{2}\d+\b/g) ?? [],
    isPlan: text === 'plan',
    ...(km === undefined ? {} : { km }),
    ...(load === 'loaded' || load === 'light' ? { load } : {}),
    ...(status === undefined ? {} : { status }),
    ...(lane === undefined || all === undefined ? {} : { trips: { lane, all } }),
    ...(known === undefined || open === undefined ? {} : { latestOf: { known, open } }),
    ...(speedKmh === undefined ? {} : { speedKmh }),
  };
}

/** The status whose wait is part of the forecast (ET4, ET11); undefined for a wagon that rolls. */
export function waitsIn({ status }: EtaBasis): string | undefined {
  return status !== undefined && HELD.has(status) ? status : undefined;
}
