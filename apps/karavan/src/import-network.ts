import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImportReply } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { importRailGraph, importStations, type Opened, systemActor } from '@karavan/usecases';

export const NETWORK_HELP = `  import stations <file>         take in a directory of stations: CSV, JSON, Overpass JSON or GeoJSON; - reads standard input
                                 columns esr (or code, код) and name (название); road, region, lat (широта), lon (долгота) where it has them
  import rail-graph <file>       take in pairs of neighbouring stations: CSV, JSON or GeoJSON; - reads standard input
                                 columns from_esr and to_esr; from_name, to_name, km (расстояние), line (WKT, GeoJSON or "lat,lon lat,lon")
`;

const IMPORTS = { stations: importStations, 'rail-graph': importRailGraph };
export type NetworkImport = keyof typeof IMPORTS;

export const isNetworkImport = (verb: string | undefined): verb is NetworkImport => verb !== undefined && verb in IMPORTS;

/** `import stations <file>`, `import rail-graph <file>`: the reply is what was made of the file; `-` reads standard input. */
export async function importNetwork(
  opened: Opened,
  input: { companyId: string; kind: NetworkImport; file: string },
): Promise<ImportReply> {
  const { kind, file, companyId } = input;
  const bytes = await readFile(file === '-' ? '/dev/stdin' : file).catch((cause: Error) => {
    throw new AppError('BAD_INPUT', `${file} cannot be read: ${cause.message}`, { cause });
  });
  const actor = systemActor(companyId, 'command line');
  const reply = await IMPORTS[kind](opened.deps, { actor, bytes, fileName: path.basename(file) });
  process.stderr.write(summaryOf(reply));
  return reply;
}

function summaryOf(reply: ImportReply): string {
  const { total, accepted, rejected, skipped, added, updated, unchanged, warnings, unknownStations, wagonsPlaced } = reply;
  const unknown = unknownStations ? `, ${unknownStations.total} stations of no directory` : '';
  return (
    `${total} rows: ${accepted} accepted (${added} new, ${updated} changed, ${unchanged} as before), ${rejected} rejected, ${skipped} without data; ` +
    `${warnings.length} warnings${unknown}; ${wagonsPlaced} wagons placed\n`
  );
}
