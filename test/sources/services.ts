import {
  startMovizorServer,
  startTraccarServer,
  startWialonServer,
  type TrackedFix,
  type TrackingService,
} from '@karavan/simulator';
import type { Bench } from './bench.ts';

/** The three tracking services, each with a unit id as it has them. */
export const SERVICES = [
  {
    kind: 'movizor',
    unitId: '79001112233',
    password: 'key',
    start: () => startMovizorServer({ project: 'cement', key: 'key' }),
    settings: (baseUrl: string) => ({ baseUrl, project: 'cement' }),
  },
  {
    kind: 'wialon',
    unitId: '7001',
    password: 'token',
    start: () => startWialonServer({ token: 'token' }),
    settings: (baseUrl: string) => ({ baseUrl }),
  },
  {
    kind: 'traccar',
    unitId: '41',
    password: 'secret',
    start: () => startTraccarServer({ login: 'a@b.c', password: 'secret', token: 'tok' }),
    settings: (baseUrl: string) => ({ baseUrl, login: 'a@b.c' }),
  },
] as const;
export type Service = (typeof SERVICES)[number];

export async function addService(bench: Bench, service: Service, more: { password?: string; settings?: object } = {}) {
  const server: TrackingService = await service.start();
  bench.after(server.stop);
  const settings = { ...service.settings(server.url), pauseMs: 0, ...more.settings };
  const made = await bench.add({ kind: service.kind, settings, password: more.password ?? service.password });
  return { server, id: made.id, device: (unitId: string) => `${made.id}:${unitId}` };
}

/** A truck on its way north, a fix every so many seconds, the last one `agoS` before now. */
export function drive(unitId: string, { fixes, everyS, agoS }: { fixes: number; everyS: number; agoS: number }): TrackedFix[] {
  const lastAt = Math.floor(Date.now() / 1000) - agoS;
  return Array.from({ length: fixes }, (_, index) => ({
    unitId,
    at: lastAt - (fixes - 1 - index) * everyS,
    lat: 55 + index * 0.002,
    lon: 37.5,
    speedKmh: 40,
  }));
}

export const timesOf = (fixes: readonly TrackedFix[]): string[] =>
  fixes
    .map(({ at }) => at)
    .sort((a, b) => a - b)
    .map((at) => new Date(at * 1000).toISOString());
