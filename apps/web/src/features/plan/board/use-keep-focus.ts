import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * A card that moves to another place is another element there. Who had the focus on the old one has it on the new one;
 * where the trip is gone, on the card that comes first.
 * @param drawn changes whenever the cards may have been drawn anew
 */
export function useKeepFocus(board: RefObject<HTMLElement | null>, drawn: unknown) {
  const held = useRef<string | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at after every drawing of the cards
  useLayoutEffect(() => {
    const id = held.current;
    if (id === undefined || document.activeElement !== document.body) return;
    const cards = [...(board.current?.querySelectorAll<HTMLElement>('[data-trip]') ?? [])];
    (cards.find((card) => card.dataset['trip'] === id) ?? cards[0])?.focus();
  }, [board, drawn]);
  return {
    onFocus: ({ target }: FocusEvent) => {
      const near = target.closest<HTMLElement>('[data-trip], [data-of-trip]');
      held.current = near?.dataset['trip'] ?? near?.dataset['ofTrip'];
    },
    // somebody clicked beside it; a card that is taken away tells of no blur
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget === null && document.hasFocus()) held.current = undefined;
    },
  };
}
