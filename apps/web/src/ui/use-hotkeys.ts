import { useEffect, useEffectEvent } from 'react';

/** Physical keys, so that they work in any layout: `/` on a Russian keyboard types a full stop, but is the same key. */
const ACTIONS = {
  Slash: 'search',
  'Shift+Slash': 'help',
  Escape: 'close',
  KeyF: 'follow',
  BracketLeft: 'previous',
  BracketRight: 'next',
} as const;
type Action = (typeof ACTIONS)[keyof typeof ACTIONS];
export type Hotkeys = Record<Action, () => void>;

export function useHotkeys(hotkeys: Hotkeys): void {
  const act = useEffectEvent((action: Action) => hotkeys[action]());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const code = `${event.shiftKey ? 'Shift+' : ''}${event.code}`;
      if (!Object.hasOwn(ACTIONS, code)) return;
      event.preventDefault();
      act(ACTIONS[code as keyof typeof ACTIONS]);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** No single-key action while somebody types, or while a dialog or a menu is open. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true;
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
