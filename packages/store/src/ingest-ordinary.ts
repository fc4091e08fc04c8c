import { binary, itself } from './binary-array.ts';
import { codeOf, type Tx } from './database.ts';
import { type DeviceAdvance, deviceColumns, type PositionToStore, positionColumns, type Stored } from './ingest.ts';
import { type MarkerToSave, markerColumns } from './ingest-markers.ts';

/**
 * Codes of what the longer way will settle: something is no longer as it was remembered, one of the positions is there already,
 * two writers waited for each other, a value cannot be stored.
 */
const FOR_THE_LONGER_WAY = /^(KV001|23505|40P01|40001|22...)$/;

const STORE = `SELECT karavan_store_ordinary(${Array.from({ length: 37 }, (_, index) => `$${index + 1}`).join(', ')})::text AS version`;

export interface OrdinaryPositions {
  companyId: string;
  devices: readonly DeviceAdvance[];
  positions: readonly PositionToStore[];
  /** markers that only move: all else of them stays; those of some positions may be written later */
  markers: readonly MarkerToSave[];
  /** what was remembered while all of this was worked out */
  remembered: {
    /** the trucks whose cargo matters, and all that they carry, by asset and shipment */
    assetIds: readonly string[];
    carried: Stored['carried'];
    /** of fences and settings of alerts */
    edition: number;
  };
}

/**
 * Stores positions after which nothing changes but devices and markers, in one statement that is its own transaction, within
 * the row-level security of the company. Gives the version of the devices from here on; undefined, and nothing is stored, where
 * the longer way has to be gone.
 */
export async function storeOrdinary(tx: Tx, input: OrdinaryPositions): Promise<number | undefined> {
  const { markers, remembered } = input;
  try {
    const row = await tx.one<{ version: string }>(STORE, [
      input.companyId,
      ...deviceColumns(input.devices),
      ...positionColumns(input.positions),
      ...markerColumns(markers),
      binary.text(remembered.assetIds, itself),
      JSON.stringify(remembered.carried),
      remembered.edition,
    ]);
    return row === undefined ? undefined : Number(row.version);
  } catch (error) {
    if (FOR_THE_LONGER_WAY.test(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
