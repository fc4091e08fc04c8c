import { type CSSVariablesResolver, createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core';
import { PALETTES, type Palette } from './palette.ts';

/** Mantine wants ten shades; the accent is one colour a theme, so all ten point at the same variable. */
const accent = Array.from({ length: 10 }, () => 'var(--kv-accent)') as unknown as MantineColorsTuple;

/** Mantine’s own greys of the dark theme, in our tint: text first, the deepest ground last. */
const night = PALETTES.dark;
const dark: MantineColorsTuple = [
  night.text,
  night.text,
  night.muted,
  night.muted,
  night.hairlineStrong,
  night.hairline,
  night.raised,
  night.surface,
  night.sunken,
  night.page,
];

export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 4,
  colors: { accent, dark },
  // a filled control carries the ink that was measured on the accent, which is dark on the light accent of the dark theme
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    const ink = input.color === 'red' ? 'var(--kv-on-state)' : 'var(--kv-on-accent)';
    return input.variant === 'filled' ? { ...colours, color: ink } : colours;
  },
  primaryColor: 'accent',
  autoContrast: false,
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'pointer',
});

export const resolveCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables(PALETTES.light),
  dark: schemeVariables(PALETTES.dark),
});

function schemeVariables(p: Palette): Record<string, string> {
  return {
    '--kv-page': p.page,
    '--kv-surface': p.surface,
    '--kv-raised': p.raised,
    '--kv-sunken': p.sunken,
    '--kv-hairline': p.hairline,
    '--kv-hairline-strong': p.hairlineStrong,
    '--kv-text': p.text,
    '--kv-muted': p.muted,
    '--kv-accent': p.accent,
    '--kv-accent-soft': p.accentSoft,
    '--kv-on-accent': p.onAccent,
    '--kv-on-state': p.onState,
    '--kv-shadow': p.shadow,
    '--kv-water': p.map.water,
    '--kv-moving': p.states.moving,
    '--kv-standing': p.states.standing,
    '--kv-abandoned': p.states.abandoned,
    '--kv-arrived': p.states.arrived,
    '--kv-unknown': p.states.unknown,
    '--kv-late': p.late,
    '--kv-risk': p.risk,
    '--kv-onTime': p.onTime,
    '--kv-stale': p.stale,
    '--mantine-color-body': p.surface,
    '--mantine-color-text': p.text,
    '--mantine-color-dimmed': p.muted,
    '--mantine-color-default': p.raised,
    '--mantine-color-default-hover': p.sunken,
    '--mantine-color-default-color': p.text,
    '--mantine-color-default-border': p.hairlineStrong,
    '--mantine-color-placeholder': p.muted,
    '--mantine-color-anchor': p.accent,
    '--mantine-color-error': p.late,
    '--mantine-color-red-filled': p.late,
    '--mantine-color-red-filled-hover': p.late,
    '--mantine-color-accent-filled': p.accent,
    '--mantine-color-accent-filled-hover': p.accent,
    '--mantine-color-accent-light': p.accentSoft,
    '--mantine-color-accent-light-hover': p.accentSoft,
    '--mantine-color-accent-light-color': p.accent,
    '--mantine-color-accent-outline': p.accent,
    '--mantine-color-accent-text': p.accent,
    '--mantine-primary-color-contrast': p.onAccent,
  };
}
