import type { PlanOrder, SplitRequest } from '@karavan/contracts';
import type { Road } from './use-road.ts';

/** What is asked, and the order behind it where it was made of stored places: then it can become a board. */
export interface Asked {
  request: SplitRequest;
  order: PlanOrder | null;
}

export interface SplitFormProps {
  road: Road;
  isAsking: boolean;
  onAsk: (asked: Asked) => void;
}
