import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useLive } from '../live/live-context.tsx';

const HEIGHTS = ['peek', 'half', 'full'] as const;
type Height = (typeof HEIGHTS)[number];

/** What is filled in needs the whole sheet; what is read leaves the map its half. */
const isForm = (pathname: string): boolean => pathname.endsWith('/split');

/** The panel beside the map; on a phone a sheet over it in three heights, dragged by its handle or stepped by a key. */
export function Panel({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { controller } = useLive();
  const { pathname } = useLocation();
  const [height, setHeight] = useState<Height>(isForm(pathname) ? 'full' : 'half');
  const sheet = useRef<HTMLElement>(null);
  const drag = useRef<{ startY: number; startPx: number; moved: boolean } | null>(null);

  // a new object is worth reading: a sheet that lies low comes up
  const [seenPath, setSeenPath] = useState(pathname);
  if (seenPath !== pathname) {
    setSeenPath(pathname);
    if (isForm(pathname)) setHeight('full');
    else if (isForm(seenPath) || (pathname !== '/' && height === 'peek')) setHeight('half');
  }

  useEffect(() => {
    const isSheet = matchMedia('(max-width: 600px)').matches;
    const covered = height === 'peek' || !isSheet ? 0 : innerHeight * 0.5;
    controller.coveredPx = covered;
  }, [height, controller]);

  useEffect(() => {
    if (pathname) sheet.current?.querySelector('.kv-panel-scroll')?.scrollTo({ top: 0 });
  }, [pathname]);

  const step = () => setHeight(HEIGHTS[(HEIGHTS.indexOf(height) + 1) % HEIGHTS.length] ?? 'half');
  const onDown = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { startY: event.clientY, startPx: sheet.current?.offsetHeight ?? 0, moved: false };
  };
  const onMove = (event: PointerEvent<HTMLButtonElement>) => {
    const held = drag.current;
    if (!held || !sheet.current || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const by = held.startY - event.clientY;
    held.moved ||= Math.abs(by) > 6;
    if (held.moved) {
      sheet.current.style.height = `${held.startPx + by}px`;
      sheet.current.style.transition = 'none';
    }
  };
  const onUp = () => {
    if (!drag.current?.moved || !sheet.current) return;
    const share = sheet.current.offsetHeight / (sheet.current.parentElement?.offsetHeight ?? innerHeight);
    sheet.current.style.height = '';
    sheet.current.style.transition = '';
    setHeight(share < 0.3 ? 'peek' : share < 0.72 ? 'half' : 'full');
  };
  /** A drag ends in a click too; a tap and a key are clicks without one. */
  const onClick = () => {
    if (!drag.current?.moved) step();
    drag.current = null;
  };

  return (
    <main id="content" className="kv-panel" data-height={height} ref={sheet} tabIndex={-1}>
      <button
        type="button"
        className="kv-panel-handle"
        aria-label={t('sheet.handle', { height: t(`sheet.${height}`) })}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
        onClick={onClick}
      >
        <span className="kv-panel-grip" />
      </button>
      <div className="kv-panel-scroll">{children}</div>
    </main>
  );
}
