/** The same few hundred headings come with every report, each tried at several heights: answers worth keeping, bounded. */
const MAX_REMEMBERED = 5000;

export function remember<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, { answer: T }>();
  return (text) => {
    const kept = known.get(text);
    if (kept) return kept.answer;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const answer = find(text);
    known.set(text, { answer });
    return answer;
  };
}
