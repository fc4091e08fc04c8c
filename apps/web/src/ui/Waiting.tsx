import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partsMissing } from './lazy-page.ts';
import { useValue } from './value-store.ts';

/** Nothing for 300 ms, then words: a wait that short is not worth a flicker. Without a network it says so. */
export function Waiting() {
  const { t } = useTranslation();
  const isMissing = useValue(partsMissing);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="kv-waiting" role="status">
      {isLong && t(isMissing ? 'page.offline' : 'page.loading')}
    </div>
  );
}
