import type { SplitRequest } from '@karavan/contracts';
import { NativeSelect } from '@mantine/core';
import { useFormat } from '../../../format/use-format.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { dayHead } from './board-days.ts';

interface ChoiceProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
}

/** One truck of the plan. */
export function TruckField({ label, fleet, value, onValue }: ChoiceProps & { fleet: SplitRequest['fleet'] }) {
  const ids = fleet.map(({ id }) => id);
  return (
    <NativeSelect
      label={label}
      // a truck that has left the plan stays what it is until another one is chosen
      data={ids.includes(value) ? ids : [value, ...ids]}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    />
  );
}

/** One day of the plan. */
export function DayField({ label, days, value, onValue }: ChoiceProps & { days: readonly string[] }) {
  const { language } = useFormat();
  return (
    <NativeSelect
      label={label}
      data={days.map((day) => ({ value: day, label: dayHead(day, language) }))}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    />
  );
}

/** Tonnes to the kilogram. */
export function TonnesField(props: { label: string; value: number; onValue: (tonnes: number) => void }) {
  return (
    <NumberField label={props.label} min={0.001} max={1_000_000} decimalScale={3} value={props.value} onNumber={props.onValue} />
  );
}
