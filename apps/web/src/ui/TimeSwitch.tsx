import { useTranslation } from 'react-i18next';
import { chooseTimeMode, TIME_MODES, timeMode } from '../format/time-mode.ts';
import { useValue } from './value-store.ts';

/** Railway times by Moscow or by the station's own clock: the pressed one is the one you read. */
export function TimeSwitch() {
  const { t } = useTranslation();
  const mode = useValue(timeMode);
  return (
    <fieldset className="kv-language kv-time-switch" aria-label={t('exceptions.time.label')}>
      {TIME_MODES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === mode}
          title={t(`exceptions.time.${one}Hint`)}
          onClick={() => chooseTimeMode(one)}
        >
          {t(`exceptions.time.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}
