import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const read = (file: string) => readFile(path.join(ROOT, file), 'utf8');

/** The settings of the product: the names in the root .env.example. */
let settings: Set<string>;
let compose: string;
let dockerfile: string;

beforeAll(async () => {
  settings = new Set(namesIn(await read('.env.example')));
  [compose, dockerfile] = await Promise.all([read('docker/compose.yaml'), read('docker/Dockerfile')]);
});

/** NAME=… at the beginning of a line. */
function namesIn(envFile: string): string[] {
  return [...envFile.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
}

/** The lines below `heading:` of the top level or of a service. Enough of YAML for a file we write ourselves. */
function blockOf(yaml: string, heading: string): string {
  const lines = yaml.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^(  )?${heading}:`).test(line));
  const indent = (line: string) => line.length - line.trimStart().length;
  const end = lines.findIndex((line, at) => at > start && line.trim() !== '' && indent(line) <= indent(lines[start] ?? ''));
  return start < 0 ? '' : lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

describe('.env.example', () => {
  test('every setting stands once and has a line of explanation above it', async () => {
    const lines = (await read('.env.example')).split('\n');
    const names = namesIn(lines.join('\n'));
    expect(names).toEqual([...new Set(names)]);
    for (const name of names) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect(lines[at - 1], `the line above ${name}`).toMatch(/^# .{10,}/);
    }
  });
});

describe('docker/compose.yaml', () => {
  test('gives the program no setting that it does not know', () => {
    const given = [...blockOf(compose, 'x-environment').matchAll(/^\s+([A-Z][A-Z0-9_]*):/gm)].map(([, name = '']) => name);
    expect(given.length).toBeGreaterThan(5);
    expect(given.filter((name) => !settings.has(name))).toEqual([]);
  });

  test('asks only for values that docker/.env.example offers', async () => {
    const offered = new Set(namesIn(await read('docker/.env.example')));
    const asked = [...compose.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name);
    expect([...new Set(asked)].filter((name) => !offered.has(name))).toEqual([]);
    expect([...offered].filter((name) => !asked.includes(name))).toEqual([]);
  });

  test('keeps database and queue to itself and every state on a volume', () => {
    for (const service of ['postgres', 'redis', 'api', 'worker']) expect(blockOf(compose, service)).not.toContain('ports:');
    const volumes = [...compose.matchAll(/^\s+- ([a-z]+):\//gm)].map(([, name = '']) => name);
    for (const name of volumes) expect(compose).toMatch(new RegExp(`^ {2}${name}:$`, 'm'));
  });

  test('runs commands that exist', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
    const run = [...compose.matchAll(/command: \["npm", "run", "-s", "([a-z]+)"\]/g)].map(([, name = '']) => name);
    expect(new Set(run)).toEqual(new Set(['api', 'worker']));
    for (const name of [...run, 'start', 'build']) expect(Object.keys(scripts)).toContain(name);
  });
});

describe('docker/Dockerfile', () => {
  test('sets no setting that the program does not know', () => {
    const set = [...dockerfile.matchAll(/^ENV (.*)$/gm)].flatMap(([, pairs = '']) => pairs.split(' '));
    const names = set.map((pair) => pair.split('=')[0] ?? '').filter((name) => name !== 'NODE_ENV');
    expect(names.filter((name) => !settings.has(name))).toEqual([]);
  });

  test('runs as an ordinary user, on a Node version the product supports, and says whether it is well', async () => {
    const { engines } = JSON.parse(await read('package.json')) as { engines: { node: string } };
    const least = Number(/\d+/.exec(engines.node)?.[0]);
    for (const [, major] of dockerfile.matchAll(/^FROM node:(\d+)/gm)) expect(Number(major)).toBeGreaterThanOrEqual(least);
    expect(dockerfile.lastIndexOf('\nUSER node')).toBeGreaterThan(dockerfile.lastIndexOf('\nRUN'));
    expect(dockerfile).toMatch(/HEALTHCHECK[\s\S]*\/healthz/);
  });

  test('what it needs is not left out of the build, what must stay out is', async () => {
    const ignored = (await read('.dockerignore')).split('\n').filter(Boolean);
    for (const entry of await readdir(path.join(ROOT, 'apps'))) expect(ignored).not.toContain(`apps/${entry}`);
    expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', '.git', '**/.env', '.karavan']));
  });
});
