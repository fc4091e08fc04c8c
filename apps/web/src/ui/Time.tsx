import type { ReactNode } from 'react';
import { timeMode } from '../format/time-mode.ts';
import { useFormat } from '../format/use-format.ts';
import { useValue } from './value-store.ts';

interface TimeProps {
  at: string | number;
  /** `ago` tells the age, `clock` the hour alone, `full` day and hour */
  as?: 'full' | 'clock' | 'ago';
  /** the zone of the station it happened at, for who reads local times */
  zone?: string | undefined;
  children?: ReactNode;
}

/** A time in Moscow’s zone, or in the station’s where the reader chose so; its tooltip says the zone and the same time in the others. */
export function Time({ at, as = 'full', zone, children }: TimeProps) {
  const format = useFormat();
  const isLocal = useValue(timeMode) === 'local' && zone !== undefined;
  const words = () => {
    if (as === 'ago') return format.ago(at);
    if (isLocal) return as === 'clock' ? format.clockIn(at, zone) : format.dayTimeIn(at, zone);
    return as === 'clock' ? format.clock(at) : format.dayTime(at);
  };
  return (
    <time
      dateTime={new Date(at).toISOString()}
      // worded when pointed at: a list of a thousand times needs none of it to be drawn
      onPointerEnter={(event) => {
        event.currentTarget.title = format.zoneTitle(at, zone);
      }}
    >
      {children ?? words()}
    </time>
  );
}
