import type { Eta } from '@karavan/contracts';
import { ms } from '../time.ts';
import type { RailState } from './cold-start.ts';
import { daysAfter, notBefore, oldNewsDays, toInstants } from './instants.ts';
import { daysToGo, type EtaModel, tripsKnown } from './model.ts';
import { observationOf } from './observation.ts';

/**
 * The forecast of a model of finished trips (ET8 to ET11), an 80 % interval and its middle, never before `now`. Undefined
 * where there is nothing to forecast (ET3). The same arguments give the same answer.
 */
export function predictEta(model: EtaModel, state: RailState, now: Date): Eta | undefined {
  const observation = observationOf(state);
  if (observation === undefined) return undefined;
  const days = daysToGo(model, observation);
  const oldNews = oldNewsDays(state.reportedAt, now);
  const raw = daysAfter(ms(state.reportedAt), { ...days, p90: days.p90 + oldNews });
  const rules = ['ET3', 'ET8', 'ET9', ...(oldNews > 0 ? ['ET5'] : []), ...(raw.p10 < now.getTime() ? ['ET6'] : [])];
  const known = tripsKnown(model, observation);
  const what = `${Math.round(observation.km)} km, ${observation.light ? 'light' : 'loaded'}, ${observation.status}`;
  const basis = `${rules.join(' ')}: ${what}, ${known} finished trips of the lane, ${model.trips} in all`;
  return { ...toInstants(notBefore(now.getTime(), raw)), basis };
}
