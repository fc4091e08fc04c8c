import { Button } from '@mantine/core';
import { useState } from 'react';

interface SureButtonProps {
  label: string;
  /** what the button says after the first press */
  sure: string;
  isBusy: boolean;
  onSure: () => void;
}

/** Takes something away at the second press; whoever looks elsewhere in between has not pressed yet. */
export function SureButton({ label, sure, isBusy, onSure }: SureButtonProps) {
  const [isAsked, setAsked] = useState(false);
  return (
    <Button
      variant={isAsked ? 'filled' : 'subtle'}
      color={isAsked ? 'red' : 'gray'}
      loading={isBusy}
      onBlur={() => setAsked(false)}
      onClick={() => (isAsked ? onSure() : setAsked(true))}
    >
      {isAsked ? sure : label}
    </Button>
  );
}
