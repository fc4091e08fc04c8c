import { instantOfMs } from '../wire/measures.ts';

/** 2010-01-01T00:00:00Z */
const EPOCH_2010_S = 1_262_304_000;

/** 32 bits of seconds since 2010 end in 2146, so there always is an instant. */
export const instantOf2010 = (seconds: number): string => instantOfMs((seconds + EPOCH_2010_S) * 1000) ?? '';
