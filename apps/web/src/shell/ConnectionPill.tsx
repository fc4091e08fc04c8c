import { useEffect, useState } from 'react';
import { useFormat } from '../format/use-format.ts';
import { pillState } from '../live/connection-store.ts';
import { useConnection } from '../live/live-context.tsx';
import { Time } from '../ui/Time.tsx';

/** How fresh what you see is. It keeps calm through short losses and never shows old data as live. */
export function ConnectionPill() {
  const { t, clock } = useFormat();
  const state = useConnection();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (state.phase === 'live') return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [state]);
  const pill = pillState(state, Math.max(now, state.since), navigator.onLine);
  useEffect(() => {
    document.documentElement.classList.toggle('kv-offline', pill.kind === 'offline' || pill.kind === 'reconnecting');
  }, [pill.kind]);
  const words = {
    live: () => t('connection.live'),
    connecting: () => t('connection.connecting'),
    reconnecting: () => t('connection.reconnecting', { seconds: pill.kind === 'reconnecting' ? pill.seconds : 0 }),
    offline: () => (state.dataAt ? t('connection.offline', { time: clock(state.dataAt) }) : t('connection.offlineNoData')),
  }[pill.kind]();
  return (
    <span className={`kv-pill kv-pill-${pill.kind}`} role="status" data-testid="connection-pill" data-state={pill.kind}>
      <span className="kv-pill-dot" aria-hidden="true" />
      <span className="kv-pill-words">{words}</span>
    </span>
  );
}

export function MoscowClock() {
  const { t, now } = useFormat();
  return (
    <span className="kv-clock">
      <Time at={now} as="clock" /> {t('time.msk')}
    </span>
  );
}
