import type { AxleCheck, OverloadBand, VerdictKey } from '@karavan/contracts';
import type { FineBand, LoaderFine } from '../../rules/index.ts';
import type { Repair } from '../repair-types.ts';

/** One limit that is broken, or the nearest to it. */
export interface Finding {
  check: AxleCheck;
  key: VerdictKey;
  stage: string;
  /** whether there is more than one stage to tell apart */
  severalStages: boolean;
  law: { ru: string; en: string };
  on?: string | undefined;
  season?: { source: string; status: 'plan' | 'inForce'; to: string | null } | undefined;
}

export interface Speaker {
  allFine(keys: readonly VerdictKey[], nearest: Finding): string;
  broken(finding: Finding): string;
  fine(band: Exclude<OverloadBand, 'ok'>, fine: FineBand, loader: LoaderFine): string;
  hotDays(aboveC: number, hours: readonly [string, string] | undefined): string;
  lightSteer(stage: string, sharePct: number): string;
  unknownSeason(region: string, on: string): string;
  unknownRegion(region: string): string;
  regionWithoutDay(region: string): string;
  repair(repair: Repair): string;
}
