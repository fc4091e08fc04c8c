import {
  type AxleLoadsReply,
  AxleLoadsRequest,
  type CompartmentsReply,
  CompartmentsRequest,
  DayCapacityRequest,
  type EndpointName,
  GroupageRequest,
  type Language,
  type MaxPayloadReply,
  MaxPayloadRequest,
  type PlacementReply,
  PlacementRequest,
  PromiseRequest,
  SplitRequest,
} from '@karavan/contracts';
import { planDayCapacity, planSplitRepairs } from './board/index.ts';
import {
  type Known,
  largestPayload,
  placePieces,
  planAxleLoads,
  planCompartments,
  planGroupage,
  SHIPPED,
  warningsOf,
} from './load/index.ts';
import { planPromise } from './promise/index.ts';
import { planSplit } from './split/index.ts';

/** Who reads the answer, and what an installation knows besides what ships: its law, its vehicles. */
export interface PlanOptions {
  language?: Language;
  known?: Known;
  /** of a promise: without its alternatives */
  planAlone?: boolean;
}

/** A question the planner answers without anything but the question itself. */
interface Plan {
  endpoint: EndpointName;
  request: { safeParse(input: unknown): unknown };
  /** @throws InputError for a request of the right shape that cannot be answered */
  run(request: never, options?: PlanOptions): unknown;
}

function withWarnings<Reply>(reply: Reply, request: Parameters<typeof warningsOf>[0], options: PlanOptions = {}): Reply {
  const warnings = warningsOf(request, options);
  return warnings.length > 0 ? { ...reply, warnings } : reply;
}

/** Every plan by the name the command line has for it: API, command line and screens serve what stands here. */
export const PLANS = {
  'axle-loads': {
    endpoint: 'planAxleLoads',
    request: AxleLoadsRequest,
    run(request: AxleLoadsRequest, options: PlanOptions = {}): AxleLoadsReply {
      return withWarnings(planAxleLoads(request, options.known ?? SHIPPED), request, options);
    },
  },
  'max-payload': {
    endpoint: 'planMaxPayload',
    request: MaxPayloadRequest,
    run(request: MaxPayloadRequest, options: PlanOptions = {}): MaxPayloadReply {
      const reply = largestPayload(request, options.known ?? SHIPPED);
      const warned = Object.entries(reply).map(([key, answer]) => [key, withWarnings(answer, request, options)]);
      return Object.fromEntries(warned);
    },
  },
  placement: {
    endpoint: 'planPlacement',
    request: PlacementRequest,
    run: (request: PlacementRequest, options?: PlanOptions): PlacementReply =>
      withWarnings(placePieces(request, options), request, options),
  },
  compartments: {
    endpoint: 'planCompartments',
    request: CompartmentsRequest,
    run: (request: CompartmentsRequest, options?: PlanOptions): CompartmentsReply =>
      withWarnings(planCompartments(request, options), request, options),
  },
  groupage: {
    endpoint: 'planGroupage',
    request: GroupageRequest,
    run: (request: GroupageRequest, options?: PlanOptions) => planGroupage(request, options),
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
  'split-repairs': {
    endpoint: 'planSplitRepairs',
    request: SplitRequest,
    run: (request: SplitRequest, options?: PlanOptions) => planSplitRepairs(request, options),
  },
  'day-capacity': {
    endpoint: 'planDayCapacity',
    request: DayCapacityRequest,
    run: (request: DayCapacityRequest, options?: PlanOptions) => planDayCapacity(request, options),
  },
} as const satisfies Record<string, Plan>;
export type PlanName = keyof typeof PLANS;
