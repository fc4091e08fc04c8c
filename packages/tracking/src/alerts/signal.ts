import type { AlertKind } from '@karavan/contracts';

/** What one alert is about, and the instant of the fact. Subjects are `truck:…`, `unit:…`, `wagon:…`, `source:…` and the like. */
export interface AlertSignal {
  kind: AlertKind;
  subject: string;
  /** true: an episode begins; false: the one that goes on is over */
  on: boolean;
  at: string;
  evidence: Record<string, unknown>;
  lat?: number;
  lon?: number;
  geofenceId?: string;
}
