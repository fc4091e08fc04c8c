import {
  AxleLoadsRequest,
  type EndpointName,
  type Language,
  MaxPayloadRequest,
  PromiseRequest,
  SplitRequest,
} from '@karavan/contracts';
import { largestPayload, planAxleLoads } from './load/index.ts';
import { planPromise } from './promise/index.ts';
import { planSplit } from './split/index.ts';

/** Who reads the answer. */
export interface PlanOptions {
  language?: Language;
}

/** A question the planner answers without anything but the question itself. */
interface Plan {
  endpoint: EndpointName;
  request: { safeParse(input: unknown): unknown };
  /** @throws InputError for a request of the right shape that cannot be answered */
  run(request: never, options?: PlanOptions): unknown;
}

/** Every plan by the name the command line has for it: API, command line and screens serve what stands here. */
export const PLANS = {
  'axle-loads': {
    endpoint: 'planAxleLoads',
    request: AxleLoadsRequest,
    run: (request: AxleLoadsRequest) => planAxleLoads(request),
  },
  'max-payload': {
    endpoint: 'planMaxPayload',
    request: MaxPayloadRequest,
    run: (request: MaxPayloadRequest) => largestPayload(request),
  },
  promise: {
    endpoint: 'planPromise',
    request: PromiseRequest,
    run: (request: PromiseRequest, options?: PlanOptions) => planPromise(request, options),
  },
  split: {
    endpoint: 'planSplit',
    request: SplitRequest,
    run: (request: SplitRequest, options?: PlanOptions) => planSplit(request, options),
  },
} as const satisfies Record<string, Plan>;
export type PlanName = keyof typeof PLANS;
