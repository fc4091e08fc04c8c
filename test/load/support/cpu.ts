import { readFile } from 'node:fs/promises';
import { descendantsOf } from './processes.ts';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time that the families of these processes have used so far, in ms; a child that has ended counts with its parent. */
export async function cpuMsOf(roots: readonly number[]): Promise<number> {
  const families = await Promise.all(roots.map(descendantsOf));
  const ids = new Set(families.flat().map(({ id }) => id));
  const times = await Promise.all([...ids].map(cpuMs));
  return times.reduce((sum, ms) => sum + ms, 0);
}

async function cpuMs(id: number): Promise<number> {
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  return ((user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0)) * TICK_MS;
}

/** The parent of the server process that answers one connection: PostgreSQL itself. */
export async function parentOf(id: number): Promise<number> {
  const stat = await readFile(`/proc/${id}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Resident memory of one process in MB. */
export async function residentMb(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
