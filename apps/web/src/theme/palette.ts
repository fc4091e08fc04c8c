/**
 * Every colour the product draws with, on the page and on the canvas. Colour means state and nothing else; each state
 * has a shape and a word as well. `palette.test.ts` holds all pairs that must be read at 4.5 : 1.
 */
export const MARKER_STATES = ['moving', 'standing', 'abandoned', 'arrived', 'unknown'] as const;
export type MarkerState = (typeof MARKER_STATES)[number];

export interface MapColours {
  water: string;
  land: string;
  border: string;
  region: string;
  railway: string;
  label: string;
  labelStrong: string;
  lake: string;
}

export interface Palette {
  page: string;
  surface: string;
  raised: string;
  sunken: string;
  hairline: string;
  hairlineStrong: string;
  text: string;
  muted: string;
  accent: string;
  accentSoft: string;
  onAccent: string;
  /** silhouettes and glyphs on a plate filled with a state colour */
  onState: string;
  states: Record<MarkerState, string>;
  late: string;
  risk: string;
  onTime: string;
  stale: string;
  shadow: string;
  map: MapColours;
}

export const PALETTES: Record<'light' | 'dark', Palette> = {
  light: {
    page: '#f5f6f7',
    surface: '#ffffff',
    raised: '#ffffff',
    sunken: '#f0f2f4',
    hairline: '#dde2e6',
    hairlineStrong: '#b9c2ca',
    text: '#15202b',
    muted: '#54616d',
    accent: '#0b5394',
    accentSoft: '#e6eff8',
    onAccent: '#ffffff',
    onState: '#ffffff',
    states: { moving: '#0b6e46', standing: '#855300', abandoned: '#97206d', arrived: '#36506b', unknown: '#5b6670' },
    late: '#b3211a',
    risk: '#9a4a00',
    onTime: '#0b6e46',
    stale: '#5b6670',
    shadow: '0 1px 2px rgba(16, 24, 32, .10), 0 6px 20px rgba(16, 24, 32, .14)',
    map: {
      water: '#dbe4ea',
      land: '#f6f5f1',
      lake: '#dbe4ea',
      border: '#a79fa8',
      region: '#d5d1cb',
      railway: '#9ba5b0',
      label: '#56606a',
      labelStrong: '#2f3a45',
    },
  },
  dark: {
    page: '#0f1419',
    surface: '#161c22',
    raised: '#1e262e',
    sunken: '#11171c',
    hairline: '#29323b',
    hairlineStrong: '#465461',
    text: '#e4e9ee',
    muted: '#9dabb8',
    accent: '#7db8f5',
    accentSoft: '#1b2f44',
    onAccent: '#0c1a28',
    onState: '#0d1318',
    states: { moving: '#45c48c', standing: '#e2ab43', abandoned: '#ea8acb', arrived: '#9fb9d4', unknown: '#98a5b1' },
    late: '#ff8b7d',
    risk: '#f0a05c',
    onTime: '#45c48c',
    stale: '#98a5b1',
    shadow: '0 1px 2px rgba(0, 0, 0, .5), 0 8px 24px rgba(0, 0, 0, .5)',
    map: {
      water: '#0d1318',
      land: '#1a2128',
      lake: '#0d1318',
      border: '#566370',
      region: '#28313a',
      railway: '#3d4954',
      label: '#94a2af',
      labelStrong: '#c5cfd8',
    },
  },
};
