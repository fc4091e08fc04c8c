import '@mantine/dates/styles.css';
import 'dayjs/locale/ru';
import type { InputWrapperProps } from '@mantine/core';
import { DateInput, MonthPickerInput, TimePicker } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayText, momentText, readDay, readMoment } from '../format/typed-date.ts';
import { currentLanguage } from '../i18n/index.ts';
import { pointsWithFinger } from './media.ts';

interface FieldProps {
  /** '' while nothing is chosen */
  value: string;
  onValue: (value: string) => void;
  label?: ReactNode;
  'aria-label'?: string;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  size?: 'xs' | 'sm';
}

/** Weeks begin on Monday and speak the language of the page: a browser's own field speaks that of the browser. Red means late, not Sunday. */
const calendar = () => ({
  locale: currentLanguage(),
  firstDayOfWeek: 1 as const,
  weekendDays: [],
  rightSection: <IconCalendar size={16} stroke={1.5} aria-hidden={true} />,
  rightSectionPointerEvents: 'none' as const,
});
const ORDER: NonNullable<InputWrapperProps['inputWrapperOrder']> = ['label', 'input', 'description', 'error'];
/** A finger picks from the calendar; a keyboard over it would hide it. */
const typing = () => ({ ...(pointsWithFinger() && { inputMode: 'none' as const }), autoComplete: 'off' });

/** A day, `2026-11-22`: typed or picked. */
export function DateField({ value, onValue, ...field }: FieldProps) {
  const language = currentLanguage();
  return (
    <DateInput
      {...calendar()}
      {...typing()}
      {...field}
      inputWrapperOrder={ORDER}
      allowDeselect
      value={value || null}
      onChange={(day) => onValue(day ?? '')}
      valueFormat={(day) => dayText(day, language)}
      dateParser={(typed) => readDay(typed, language)}
    />
  );
}

/** A day and a time on the clock of a place, `2026-11-22T10:40`: the day typed or picked, the time typed. */
export function MomentField({ value, onValue, ...field }: FieldProps) {
  const language = currentLanguage();
  return (
    <DateInput
      {...calendar()}
      {...field}
      autoComplete="off"
      inputWrapperOrder={ORDER}
      withTime
      allowDeselect
      value={value ? `${value.replace('T', ' ')}:00` : null}
      onChange={(moment) => onValue(moment ? moment.slice(0, 16).replace(' ', 'T') : '')}
      valueFormat={(moment) => momentText(moment, language)}
      dateParser={(typed) => readMoment(typed, language)}
    />
  );
}

/** A time of day, `10:40`, by the clock of 24 hours in both languages. */
export function TimeField({ value, onValue, 'aria-label': ariaLabel, ...field }: FieldProps) {
  const { t } = useTranslation();
  const name = ariaLabel ?? (typeof field.label === 'string' ? field.label : '');
  return (
    <TimePicker
      {...field}
      inputWrapperOrder={ORDER}
      value={value}
      onChange={(time) => onValue(time.slice(0, 5))}
      hoursInputLabel={t('common.hoursOf', { name })}
      minutesInputLabel={t('common.minutesOf', { name })}
    />
  );
}

/** A month, `2026-11`; never empty. */
export function MonthField({ value, onValue, latest, ...field }: FieldProps & { latest: string }) {
  return (
    <MonthPickerInput
      locale={currentLanguage()}
      valueFormat="MMMM YYYY"
      {...field}
      value={`${value}-01`}
      maxDate={`${latest}-01`}
      onChange={(month) => month && onValue(month.slice(0, 7))}
    />
  );
}
