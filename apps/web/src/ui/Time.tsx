import type { ReactNode } from 'react';
import { useFormat } from '../format/use-format.ts';

interface TimeProps {
  at: string | number;
  /** `ago` tells the age, `clock` the hour alone, `full` day and hour */
  as?: 'full' | 'clock' | 'ago';
  children?: ReactNode;
}

/** A time in Moscow’s zone; its tooltip says the zone, the reader’s own time and UTC. */
export function Time({ at, as = 'full', children }: TimeProps) {
  const format = useFormat();
  const words = as === 'ago' ? format.ago(at) : as === 'clock' ? format.clock(at) : format.dayTime(at);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      // worded when pointed at: a list of a thousand times needs none of it to be drawn
      onPointerEnter={(event) => {
        event.currentTarget.title = format.zoneTitle(at);
      }}
    >
      {children ?? words}
    </time>
  );
}
