import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Nothing for 300 ms, then words: a wait that short is not worth a flicker. */
export function Waiting() {
  const { t } = useTranslation();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="kv-waiting" role="status">
      {isLong && t('page.loading')}
    </div>
  );
}
