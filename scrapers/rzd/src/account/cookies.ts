/** The cookies of one session with one site: names and values, nothing of paths and domains, which it does not use. */
export class CookieJar {
  private readonly values = new Map<string, string>();

  /** `Set-Cookie` lines of a reply; an expired one deletes. */
  store(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';');
      const equals = pair.indexOf('=');
      if (equals <= 0) continue;
      const name = pair.slice(0, equals).trim();
      if (attributes.some(isExpiry)) this.values.delete(name);
      else this.values.set(name, pair.slice(equals + 1).trim());
    }
  }

  /** The `Cookie` header, empty when there is nothing to send. */
  header(): string {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  clear(): void {
    this.values.clear();
  }
}

function isExpiry(attribute: string): boolean {
  return /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(attribute) || /^\s*expires\s*=.*\b19\d\d\b/i.test(attribute);
}
