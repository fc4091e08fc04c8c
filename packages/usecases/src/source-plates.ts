import { searchKey } from '@karavan/contracts';
import { vehicles } from '@karavan/store';
import type { Deps } from './deps.ts';

export interface PlateBook {
  /** The one vehicle whose plate is among the names, whole or as a part; undefined for none and for several. */
  find(names: readonly string[]): Promise<string | undefined>;
}

const PAGE = 500;
/** a Russian plate as {@link searchKey} writes it: of a vehicle, of a trailer, of an older series */
const PLATE = /[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2}\d{2,3}|[АВЕКМНОРСТУХ]{2}\d{4}\d{2,3}|\d{4}[АВЕКМНОРСТУХ]{2}\d{2,3}/g;

/** The plates of a company, read once, when the first name is asked for. */
export function createPlateBook(deps: Deps, companyId: string): PlateBook {
  let book: Promise<Map<string, string>> | undefined;
  return {
    async find(names) {
      book ??= readPlates(deps, companyId);
      const plates = await book;
      const found = new Set(names.flatMap(keysOf).flatMap((key) => plates.get(key) ?? []));
      return found.size === 1 ? [...found][0] : undefined;
    },
  };
}

/** `МАЗ А123ВС56 Иванов` may be called by the plate in it. */
export function keysOf(name: string): string[] {
  const key = searchKey(name.slice(0, 300));
  return [key, ...(key.match(PLATE) ?? [])];
}

async function readPlates(deps: Deps, companyId: string): Promise<Map<string, string>> {
  const plates = new Map<string, string>();
  await deps.db.scoped({ companyId, customerId: null }, async (tx) => {
    let cursor: string | undefined;
    do {
      const page = await vehicles.listVehicles(tx, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
      for (const { id, plate } of page.items) plates.set(searchKey(plate), id);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  });
  return plates;
}
