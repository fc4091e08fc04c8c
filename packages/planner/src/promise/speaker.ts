/** An instant and the zone of the place where it is said. */
export interface Moment {
  ms: number;
  zone: string;
}

export interface ReleaseFacts {
  since: Moment;
  /** not there yet when ordered */
  isInbound: boolean;
  cutOff: string;
  reason: 'sameDay' | 'afterCutOff' | 'dayOver' | 'notWorking';
  closedDays: string[];
  at: Moment;
}

/** One sentence for every instant of a shipment. */
export interface Speaker {
  released: (facts: ReleaseFacts) => string;
  ready: (facts: { minutes: number; at: Moment }) => string;
  crossDocked: (facts: { minutes: number; at: Moment }) => string;
  transferDeparted: (facts: { lane: string; to: string; at: Moment }) => string;
  departed: (facts: { carrier: string; service: string; isLater: boolean; at: Moment }) => string;
  arrived: (facts: { minutes: number; where: string; at: Moment }) => string;
  delivered: (facts: { waited: boolean; hasHours: boolean; at: Moment }) => string;
}
