const STORED = 'karavan.recent';
const MOST = 6;

export function recentSearches(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function rememberSearch(query: string): void {
  const rest = recentSearches().filter((known) => known.toLowerCase() !== query.toLowerCase());
  localStorage.setItem(STORED, JSON.stringify([query, ...rest].slice(0, MOST)));
}

export function forgetSearches(): void {
  localStorage.removeItem(STORED);
}
