import { useState } from 'react';

/** What a form holds until it is saved, and whether anything in it differs from where it began. */
export function useDraft<Draft extends object>(start: () => Draft) {
  const [first] = useState(start);
  const [draft, setDraft] = useState(first);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return { draft, change, isDirty: draft !== first && JSON.stringify(draft) !== JSON.stringify(first) };
}
