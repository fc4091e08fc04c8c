import type { Operation, ReportRow } from '@karavan/contracts';
import { nameKey } from '@karavan/rail';

export interface LoadEvidence {
  /** what the load column says: `ГРУЖ`, `Порожний`, `Транзитный, Порожний, Вагон рабочего парка`; never НРП */
  word: string | undefined;
  massKg: number | undefined;
  cargo: ReportRow['cargo'];
  operation: Operation;
}

/**
 * Loaded or empty, the first evidence that speaks: the report's own word (it wins over a weight, which stays in the
 * feed for days after unloading), a weight, a cargo that is the empty wagon itself (ЕТСНГ 421xxx), the last operation.
 */
export function loadStateOf({ word, massKg, cargo, operation }: LoadEvidence): ReportRow['loadState'] {
  const stated = word === undefined ? undefined : statedLoad(nameKey(word));
  if (stated) return stated;
  if (massKg !== undefined && massKg > 0) return 'loaded';
  if (cargo?.etsng?.startsWith('421') || (cargo && isEmptyWagonCargo(nameKey(cargo.name)))) return 'empty';
  return operation.event === 'UNLOADED' ? 'empty' : 'unknown';
}

function statedLoad(key: string): 'loaded' | 'empty' | undefined {
  const empty = key.includes('ПОРОЖ') || key === 'ПОР' || key === 'П';
  const loaded = key.includes('ГРУЖ') || key === 'ГР' || key === 'Г';
  if (empty === loaded) return undefined;
  return empty ? 'empty' : 'loaded';
}

/** `ВАГОНЫ ЖД СВ…`, `Вагоны ж.д. собств. порожние`, `Вагоны железнодорожные собственные порожние` */
function isEmptyWagonCargo(key: string): boolean {
  return /^ВАГОНЫЖ/.test(key);
}
