import type { Route, Router } from '@karavan/contracts';
import { parseRoute } from './parse.ts';

export interface RouterSettings {
  /** of an OSRM-compatible server, such as `http://localhost:5000` */
  baseUrl: string;
  /** the profile it was prepared with; `driving` unless given */
  profile?: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
/** After so many failures in a row it is left alone for a while. */
const FAILURES = 3;
const REST_MS = 60_000;

/** Asks an OSRM-compatible server for ways; one that fails again and again is given a minute's rest. */
export function createRouter(settings: RouterSettings, tell: (problem: string) => void = () => undefined): Router {
  const base = settings.baseUrl.replace(/\/+$/, '');
  let failures = 0;
  let restsUntil = 0;

  async function ask(url: string, signal: AbortSignal): Promise<Route | undefined> {
    const reply = await fetch(url, { signal, headers: { accept: 'application/json' } });
    // a way it does not know is answered with 400 and a code, which is an answer
    if (!reply.ok && reply.status !== 400) throw new Error(`the router answered ${reply.status}`);
    return parseRoute(await reply.json());
  }

  return {
    async route({ from, to, signal }) {
      if (Date.now() < restsUntil) return undefined;
      const timeout = AbortSignal.timeout(settings.timeoutMs ?? TIMEOUT_MS);
      const way = `${from.lon.toFixed(6)},${from.lat.toFixed(6)};${to.lon.toFixed(6)},${to.lat.toFixed(6)}`;
      try {
        const url = `${base}/route/v1/${settings.profile ?? 'driving'}/${way}?overview=false&alternatives=false&steps=false`;
        const found = await ask(url, signal ? AbortSignal.any([signal, timeout]) : timeout);
        failures = 0;
        return found;
      } catch (error) {
        if (signal?.aborted) return undefined;
        failures += 1;
        if (failures >= FAILURES) restsUntil = Date.now() + REST_MS;
        tell(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
  };
}
