import { addDays } from '@karavan/planner';
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useFormat } from '../../../format/use-format.ts';
import { DateField } from '../../../ui/DateFields.tsx';
import { NumberField } from '../../../ui/NumberField.tsx';

export interface Day {
  key: number;
  date: string;
  tonnes: number;
}
export const isFilled = ({ date, tonnes }: Day): boolean => date !== '' && tonnes > 0;

interface DaysFieldProps {
  days: readonly Day[];
  tomorrow: string;
  /** somebody has asked: what is missing is said */
  isTried: boolean;
  onDays: (days: readonly Day[]) => void;
}

/** How much on which day. */
export function DaysField({ days, tomorrow, isTried, onDays }: DaysFieldProps) {
  const { t } = useFormat();
  const change = (key: number, part: Partial<Day>) => onDays(days.map((day) => (day.key === key ? { ...day, ...part } : day)));
  const add = () => {
    const key = Math.max(...days.map((day) => day.key)) + 1;
    onDays([...days, { key, date: addDays(days.at(-1)?.date || tomorrow, 1), tonnes: 20 }]);
  };
  return (
    <fieldset className="kv-plan-lines">
      <legend>{t('plan.board.split.days')}</legend>
      {/* the fields carry the same names, each with its number */}
      <div className="kv-plan-line kv-plan-caption" aria-hidden="true">
        <span>{t('plan.board.split.dayCaption')}</span>
        <span>{t('plan.board.split.tonnes')}</span>
      </div>
      {days.map((day, index) => (
        <div key={day.key} className="kv-plan-line">
          <DateField
            aria-label={t('plan.board.split.day', { number: index + 1 })}
            value={day.date}
            onValue={(value) => change(day.key, { date: value })}
            {...(isTried && day.date === '' ? { error: t('plan.board.split.needDay') } : {})}
          />
          <NumberField
            aria-label={`${t('plan.board.split.tonnes')} ${index + 1}`}
            min={0}
            max={10_000}
            decimalScale={3}
            value={day.tonnes}
            onNumber={(tonnes) => change(day.key, { tonnes })}
            {...(isTried && day.tonnes <= 0 ? { error: t('plan.board.split.needTonnes') } : {})}
          />
          <ActionIcon
            variant="subtle"
            size={36}
            className="kv-tool"
            aria-label={t('plan.board.split.removeDay', { number: index + 1 })}
            disabled={days.length === 1}
            onClick={() => onDays(days.filter(({ key }) => key !== day.key))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <button type="button" className="kv-link" onClick={add}>
        {t('plan.board.split.addDay')}
      </button>
    </fieldset>
  );
}
