import { encodeCursor } from './cursor.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { Shown } from './sight.ts';

/** Those who were told equally much get the same frame. */
export function snapshotFrame(shown: readonly Shown[], isPartial: boolean): (upTo: number) => Frame {
  const list = shown.map(({ state }) => JSON.stringify(state)).join(',');
  const frames = new Map<number, Frame>();
  return (upTo) => {
    const known = frames.get(upTo);
    if (known !== undefined) return known;
    const partial = isPartial ? ',"partial":true' : '';
    const frame = encodeFrame('snapshot', `{"cursor":"${encodeCursor(upTo)}","assets":[${list}]${partial}}`);
    frames.set(upTo, frame);
    return frame;
  };
}
