import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from './Time.tsx';

export interface TimelineItem {
  key: string;
  at: string;
  /** of the station it happened at */
  zone?: string | undefined;
  title: ReactNode;
  place?: string | undefined;
  note?: ReactNode;
  tone?: 'plain' | 'good' | 'bad';
  /** the fact reached us after newer ones */
  late?: boolean;
}

/** Facts, newest first, each with its Moscow time. */
export function Timeline({ items }: { items: TimelineItem[] }) {
  const { t } = useTranslation();
  return (
    <ol className="kv-timeline">
      {items.map(({ key, at, zone, title, place, note, tone = 'plain', late }) => (
        <li key={key} data-tone={tone}>
          <span className="kv-timeline-when">
            <Time at={at} zone={zone} />
          </span>
          <span className="kv-timeline-what">
            {title}
            {place && <span className="kv-timeline-place"> · {place}</span>}
            {(note || late) && (
              <span className="kv-note">
                {note}
                {late && ` ${t('shipments.late_fact')}`}
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
