import fc from 'fast-check';
import { expect, it } from 'vitest';
import { append, dropFront, NOTHING, type Pending, viewOf } from './pending.ts';

it('holds what was appended less what was dropped, in every value it ever had', () => {
  const step = fc.record({ bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }), keeps: fc.nat(12), from: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const values: { pending: Pending; meant: number[] }[] = [{ pending: NOTHING, meant: [] }];
      for (const { bytes, keeps, from } of steps) {
        const before = values[from % values.length];
        if (before === undefined) continue;
        const whole = append(before.pending, bytes);
        const meant = [...before.meant, ...bytes];
        const dropped = Math.max(0, meant.length - keeps);
        values.push({ pending: dropFront(whole, before.pending, dropped), meant: meant.slice(dropped) });
        bytes.fill(0); // the socket uses its buffer again
      }
      for (const { pending, meant } of values) expect([...viewOf(pending)]).toEqual(meant);
    }),
  );
});
