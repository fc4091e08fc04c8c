import { useEffect } from 'react';

/** Physical keys, so that they work in any layout: `/` on a Russian keyboard types a full stop, but is the same key. */
export type Hotkeys = Partial<Record<'Slash' | 'Shift+Slash' | 'Escape' | 'KeyF' | 'BracketLeft' | 'BracketRight', () => void>>;

export function useHotkeys(keys: Hotkeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const handle = keys[`${event.shiftKey ? 'Shift+' : ''}${event.code}` as keyof Hotkeys];
      if (!handle) return;
      event.preventDefault();
      handle();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [keys]);
}

/** No single-key action while somebody types, or while a dialog or a menu is open. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true;
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
