import { useEffect, useReducer, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { addressOf, planOf } from './address.ts';
import { examplePlan } from './model.ts';
import { stepped } from './reducer.ts';

/** Writing the address at every move of a drag would stop the browser from taking more of them. */
const SETTLED_MS = 250;

/** The plan of the address: restored from a link, written back when the hand rests. */
export function usePlan(today: string) {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const [standard] = useState(() => examplePlan(today));
  const [first] = useState(() => planOf(params, standard));
  const [{ now, past }, dispatch] = useReducer(stepped, { now: first.plan, past: [] });
  const written = useRef(text);
  const [unread, setUnread] = useState(first.unread);

  useEffect(() => {
    if (written.current === text) return;
    written.current = text;
    const restored = planOf(new URLSearchParams(text), standard);
    setUnread(restored.unread);
    dispatch({ do: 'restore', plan: restored.plan });
  }, [text, standard]);

  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    const timer = setTimeout(() => {
      const next = addressOf(now);
      written.current = next.toString();
      setParams(next, { replace: true, preventScrollReset: true });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [now, setParams]);

  return { plan: now, canUndo: past.length > 0, dispatch, unread };
}
