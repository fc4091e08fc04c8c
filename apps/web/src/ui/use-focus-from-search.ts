import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** State of a navigation that the search box began: what it found takes the focus, or the keyboard is left nowhere. */
export const FROM_SEARCH = { from: 'search' } as const;

export function useFocusFromSearch(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, state } = useLocation();
  const isFromSearch = (state as { from?: unknown } | null)?.from === FROM_SEARCH.from;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every navigation
  useEffect(() => {
    if (isFromSearch) heading.current?.focus({ preventScroll: true });
  }, [key, isFromSearch]);
  return heading;
}
