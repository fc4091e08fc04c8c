/** Driving and rest, as far as one driver's way to a site needs them. Durations in minutes of driving or of rest. */
export interface HoursRules {
  id: 'RU' | 'EU';
  breakAfter: number;
  breakOf: number;
  restAfter: number;
  restOf: number;
  breakSource: string;
  restSource: string;
}

/**
 * Russia: Traffic Rules section 26 (PP 1733 of 20.12.2019), items 26.1 to 26.3; EU: Regulation 561/2006, articles 6 to 8. The usual
 * figures: no day of 10 hours, no reduced rest, no extension to the nearest parking.
 */
export const HOURS_RULES: Readonly<Record<HoursRules['id'], HoursRules>> = {
  RU: {
    id: 'RU',
    breakAfter: 270,
    breakOf: 45,
    restAfter: 540,
    restOf: 660,
    breakSource: 'ПДД 26.1',
    restSource: 'ПДД 26.2, 26.3',
  },
  EU: {
    id: 'EU',
    breakAfter: 270,
    breakOf: 45,
    restAfter: 540,
    restOf: 660,
    breakSource: '561/2006 art. 7',
    restSource: '561/2006 art. 6, 8',
  },
};

/** What a driver has behind him, in minutes of driving. */
export interface DriverClock {
  sinceBreak: number;
  sinceRest: number;
}

export const FRESH_DRIVER: DriverClock = { sinceBreak: 0, sinceRest: 0 };

/** What the driver has behind him after one more stretch between two fixes (RT13): `stoodFor` counts minutes of standing in a row. */
export function passStretch(
  clock: DriverClock & { stoodFor: number },
  stretch: { minutes: number; isDriving: boolean },
  rules: HoursRules = HOURS_RULES.RU,
): DriverClock & { stoodFor: number } {
  const { minutes } = stretch;
  if (stretch.isDriving) return { sinceBreak: clock.sinceBreak + minutes, sinceRest: clock.sinceRest + minutes, stoodFor: 0 };
  const stoodFor = clock.stoodFor + minutes;
  if (stoodFor >= rules.restOf) return { ...FRESH_DRIVER, stoodFor };
  return { sinceBreak: stoodFor >= rules.breakOf ? 0 : clock.sinceBreak, sinceRest: clock.sinceRest, stoodFor };
}
