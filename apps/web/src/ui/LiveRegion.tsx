import { useEffect, useRef, useState } from 'react';

const QUIET_MS = 60_000;

/** Tells a screen reader of changes, politely and at most once a minute; the last news of the minute is the one told. */
export function LiveRegion({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  const lastAt = useRef(0);
  useEffect(() => {
    if (text === '') return;
    const wait = Math.max(0, lastAt.current + QUIET_MS - Date.now());
    const timer = setTimeout(() => {
      lastAt.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="kv-visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}
