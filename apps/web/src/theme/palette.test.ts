import { describe, expect, test } from 'vitest';
import { contrastRatio } from './contrast.ts';
import { MARKER_STATES, PALETTES } from './palette.ts';

describe.each(['light', 'dark'] as const)('%s palette', (name) => {
  const p = PALETTES[name];
  const grounds = { surface: p.surface, page: p.page, sunken: p.sunken, raised: p.raised };
  const inks = { text: p.text, muted: p.muted, accent: p.accent, late: p.late, risk: p.risk, onTime: p.onTime, stale: p.stale };

  test.each(Object.entries(inks))('%s is readable on every ground', (_ink, colour) => {
    for (const ground of Object.values(grounds)) expect(contrastRatio(colour, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKER_STATES)('%s is readable on pages, on the map and under its silhouette', (state) => {
    const colour = p.states[state];
    for (const ground of [...Object.values(grounds), p.map.land, p.map.water, p.onState])
      expect(contrastRatio(colour, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test('map labels, accents and late marks are readable', () => {
    for (const ground of [p.map.land, p.map.water]) {
      expect(contrastRatio(p.map.label, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(p.map.labelStrong, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(p.late, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(p.accent, ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrastRatio(p.onAccent, p.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(p.accent, p.accentSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(p.text, p.accentSoft)).toBeGreaterThanOrEqual(4.5);
  });
});

test('black on white is 21 : 1', () => {
  expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21);
});
