import type { Eta } from '@karavan/contracts';
import { coldTravelDays, isLight, kmLeftOf, type RailState, startsAt, waitDaysOf } from './eta/cold-start.ts';
import { daysAfter, notBefore, oldNewsDays, toInstants } from './eta/instants.ts';
import type { EtaModel } from './eta/model.ts';
import { predictEta } from './eta/predict.ts';

/**
 * When a wagon will be at its destination, as an 80 % interval and its middle: from the model of finished trips where
 * one is given (ET7 to ET12), else from the last report alone (ET1 to ET6). Undefined for a
 * wagon that has arrived, is unloaded or missing, has no destination, or nobody knows how far it is. The deadline is
 * never looked at.
 */
export function wagonEta(state: RailState, now: Date, model?: EtaModel): Eta | undefined {
  return model === undefined ? coldEta(state, now) : predictEta(model, state, now);
}

function coldEta(state: RailState, now: Date): Eta | undefined {
  const wait = waitDaysOf(state.status);
  const km = kmLeftOf(state);
  if (wait === undefined || km === undefined || state.destination === undefined) return undefined;
  const light = isLight(state);
  const travel = coldTravelDays(km, light);
  const oldNews = oldNewsDays(state.reportedAt, now);
  const days = { p10: wait.p10 + travel.p10, p50: wait.p50 + travel.p50, p90: wait.p90 + travel.p90 + oldNews };
  const raw = daysAfter(startsAt(state), days);
  const rules = [
    'ET2',
    'ET3',
    ...(wait.p90 > 0 ? ['ET4'] : []),
    ...(oldNews > 0 ? ['ET5'] : []),
    ...(raw.p10 < now.getTime() ? ['ET6'] : []),
  ];
  const basis = `${rules.join(' ')}: ${Math.round(km)} km, ${light ? 'light' : 'loaded'}, ${state.status}, no lane history`;
  return { ...toInstants(notBefore(now.getTime(), raw)), basis };
}
