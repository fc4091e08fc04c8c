/** An order line as far as it decides what it may ride with. */
export interface GroupageLine {
  specification: string;
  plant: string;
  consignee: string;
  productKind: string;
  packaging: string;
}

export const GROUPAGE_FIELDS = ['specification', 'plant', 'consignee', 'productKind', 'packaging'] as const;
export type GroupageField = (typeof GROUPAGE_FIELDS)[number];

/** Whether two lines may become one truck, and if not what keeps them apart (PL6). Case and spaces do not. */
export function mayShareTruck(a: GroupageLine, b: GroupageLine): { ok: boolean; differ: GroupageField[] } {
  const differ = GROUPAGE_FIELDS.filter((field) => fold(a[field]) !== fold(b[field]));
  return { ok: differ.length === 0, differ };
}

/** Lines that may share trucks, in the order they came. */
export function groupLines<T extends GroupageLine>(lines: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const line of lines) {
    const open = groups.find(([first]) => first !== undefined && mayShareTruck(first, line).ok);
    if (open === undefined) groups.push([line]);
    else open.push(line);
  }
  return groups;
}

const fold = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
