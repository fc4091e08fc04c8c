import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '../format/use-format.ts';
import './form.css';

interface NumberFieldProps extends Omit<NumberInputProps, 'value' | 'onChange' | 'defaultValue'> {
  value: number;
  onNumber: (value: number) => void;
}

/**
 * A number there has to be. While the field is empty it says which number counts, and that one stands in it again when
 * the field is left: what is shown is what is reckoned with.
 */
export function NumberField({ value, onNumber, error, onBlur, ...input }: NumberFieldProps) {
  const { t, language, number } = useFormat();
  // half a number, as typed: nothing, a sign, `1,`
  const [half, setHalf] = useState<string | null>(null);
  const isEmpty = half !== null && (half.trim() === '' || half === '-');
  const type = (typed: number | string) => {
    setHalf(typeof typed === 'string' ? typed : null);
    const read = typed === '' || typed === '-' ? Number.NaN : Number(typed);
    if (Number.isFinite(read)) onNumber(read);
  };
  return (
    <NumberInput
      hideControls
      decimalSeparator={language === 'ru' ? ',' : '.'}
      allowedDecimalSeparators={['.', ',']}
      {...input}
      value={half ?? value}
      {...(isEmpty ? { className: 'kv-float-error' } : {})}
      error={isEmpty ? t('form.empty', { value: number(value, input.decimalScale ?? 3) }) : error}
      onChange={type}
      onBlur={(event) => {
        setHalf(null);
        onBlur?.(event);
      }}
    />
  );
}
