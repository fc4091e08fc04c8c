import { FlatPainter } from './flat-painter.ts';
import { GlPainter } from './gl-painter.ts';
import type { MarkerPainter, PainterHandlers, PainterName } from './painter.ts';
import { ThreadPainter } from './thread-painter.ts';

/** Each after the one before it could not be had, or failed. */
const ORDER: readonly PainterName[] = ['gl', 'thread', 'flat'];

/** The best there is from `first` on; a graphics processor that is only imitated counts when it was named by somebody. */
export function choosePainter(handlers: PainterHandlers, first?: PainterName): MarkerPainter {
  const from = first === undefined ? 0 : ORDER.indexOf(first);
  for (const name of ORDER.slice(from)) {
    const painter = make(name, handlers, first === 'gl');
    if (painter) return painter;
  }
  return new FlatPainter(handlers);
}

export function nextPainter(name: PainterName): PainterName {
  return ORDER[ORDER.indexOf(name) + 1] ?? 'flat';
}

function make(name: PainterName, handlers: PainterHandlers, anyway: boolean): MarkerPainter | null {
  if (name === 'gl') return GlPainter.create(handlers, anyway);
  return name === 'thread' ? ThreadPainter.create(handlers) : new FlatPainter(handlers);
}
