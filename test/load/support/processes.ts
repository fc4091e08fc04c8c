import { readdir, readFile } from 'node:fs/promises';

export interface Running {
  id: number;
  parent: number;
  command: string;
}

/** The program with all it started: npm, Node.js, the database server and its workers. */
export async function descendantsOf(root: number): Promise<Running[]> {
  const all = await processes();
  const family = all.filter(({ id }) => id === root);
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.id)); // grows while it is read
  return family;
}

/** All that run on this machine, as Linux tells it. */
export async function processes(): Promise<Running[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const read = (name: string) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => ''); // it ended meanwhile
      const [stat, command] = await Promise.all([read('stat'), read('cmdline')]);
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return {
        id: Number(id),
        parent: Number(parent),
        command: command.replaceAll('\0', ' ').trim(),
        isAlive: state !== 'Z' && stat !== '',
      };
    }),
  );
  return found.filter(({ isAlive }) => isAlive);
}
