import { ActionIcon, Button } from '@mantine/core';
import { IconHistory, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { keyed, REPLAY_SPEEDS, type Replay, replay, replaySubject, sought, toggled } from '../../live/replay.ts';
import { useValue } from '../../ui/value-store.ts';
import { useReplayInAddress } from './use-address.ts';
import { useReplayClock } from './use-clock.ts';
import { type PastState, usePastFleet } from './use-past-fleet.ts';
import './replay.css';

/** The past on the map: says that it is the past, moves through it, and leads back to now. Nothing at all while the map shows the present. */
export function ReplayBar() {
  useReplayInAddress();
  useReplayClock();
  const loaded = usePastFleet();
  const state = useValue(replay);
  useReplayKeys(state !== null);
  return state && <Bar state={state} loaded={loaded} />;
}

function Bar({ state, loaded }: { state: Replay; loaded: PastState }) {
  const format = useFormat();
  const { t } = format;
  const [, setSearch] = useSearchParams();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (box.current) L.DomEvent.disableClickPropagation(box.current).disableScrollPropagation(box.current);
  }, []);
  const toNow = () =>
    setSearch(
      (before) => {
        before.delete('at');
        before.delete('known');
        return before;
      },
      { replace: true },
    );
  const words = format.dayTime(state.atMs);
  const seconds = String(new Date(state.atMs).getUTCSeconds()).padStart(2, '0');
  return (
    <section className="kv-replay" aria-label={t('truck.replay.title')} ref={box} data-testid="replay">
      <div className="kv-replay-head">
        <IconHistory size={16} aria-hidden="true" />
        <strong>{t('truck.replay.past')}</strong>
        <time dateTime={new Date(state.atMs).toISOString()} title={format.zoneTitle(state.atMs)} data-testid="replay-time">
          {words}
          <span className="kv-replay-seconds">:{seconds}</span> {t('time.msk')}
        </time>
        <Button size="compact-xs" onClick={toNow} data-testid="replay-now">
          {t('truck.replay.now')}
        </Button>
      </div>
      <div className="kv-replay-row">
        <ActionIcon
          variant="default"
          size="lg"
          className="kv-replay-play"
          aria-label={t(state.isPlaying ? 'truck.replay.pause' : 'truck.replay.play')}
          title={`${t(state.isPlaying ? 'truck.replay.pause' : 'truck.replay.play')} (${t('truck.replay.space')})`}
          onClick={() => replay.set(toggled(state))}
        >
          {state.isPlaying ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
        <input
          type="range"
          className="kv-replay-range"
          aria-label={t('truck.replay.scrubber')}
          aria-valuetext={words}
          min={state.fromMs}
          max={state.toMs}
          step={1000}
          value={state.atMs}
          onChange={(event) => replay.set(sought({ ...state, isPlaying: false }, Number(event.currentTarget.value)))}
        />
        <fieldset className="kv-replay-speeds" aria-label={t('truck.replay.speed')}>
          {REPLAY_SPEEDS.map((speed) => (
            <button
              key={speed}
              type="button"
              aria-pressed={state.speed === speed}
              onClick={() => replay.set({ ...state, speed })}
            >
              ×{speed}
            </button>
          ))}
        </fieldset>
        <KnownThen />
      </div>
      <div className="kv-replay-ends kv-note">
        <span>{format.dayTime(state.fromMs)}</span>
        <span role="status">
          {loaded === 'loading' && t('truck.replay.loading')}
          {loaded === 'failed' && <span className="kv-late">{t('truck.replay.failed')}</span>}
        </span>
        <span>{format.dayTime(state.toMs)}</span>
      </div>
    </section>
  );
}

/** Whether the past is shown as it was known then. The trail of one truck is all that is known of it. */
function KnownThen() {
  const { t } = useFormat();
  const [search, setSearch] = useSearchParams();
  const isFleet = useValue(replaySubject) === null;
  if (!isFleet) return null;
  const isThen = search.get('known') === 'then';
  const toggle = () =>
    setSearch(
      (before) => {
        if (isThen) before.delete('known');
        else before.set('known', 'then');
        return before;
      },
      { replace: true },
    );
  return (
    <button type="button" className="kv-replay-known" aria-pressed={isThen} title={t('truck.replay.knownHint')} onClick={toggle}>
      {t('truck.replay.knownThen')}
    </button>
  );
}

/** Anywhere but where the key means something else: in a field, in a dialog, on the map that pans, on a button that is pressed. */
function useReplayKeys(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      const state = replay.get();
      if (state === null || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTaken(event)) return;
      const next = keyed(state, event);
      if (next === null) return;
      event.preventDefault();
      replay.set(event.code === 'Space' ? next : { ...next, isPlaying: false });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOn]);
}

function isTaken({ target, code }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && target.type === 'range') return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"], input, textarea, select'))
    return true;
  if (code === 'Space') return target.closest('button, a, summary, [role="button"]') !== null;
  return target.closest('.leaflet-container') !== null;
}
