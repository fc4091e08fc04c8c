import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type Program = {
  pid: number;
  /** The first line of standard output that matches; rejects with all output when the program ends without it. */
  line(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  exited: Promise<Exit>;
  /** All that came on standard error so far: the log. */
  log(): string;
};

/** What lets a Node process run TypeScript, wherever it is started. */
export const TYPESCRIPT = pathToFileURL(createRequire(import.meta.url).resolve('@karavan/typescript')).href;

/** As `npm start` runs the product: room for what lives for a moment, so that clearing it away costs a third. */
const FLAGS = ['--max-semi-space-size=64', '--import', TYPESCRIPT];

/** Runs a TypeScript file as a Node process of its own: what is to be killed must not be the test. */
export function startProgram(
  file: URL,
  args: readonly string[] = [],
  { env = {}, uid }: { env?: NodeJS.ProcessEnv; uid?: number } = {},
): Program {
  const child = spawn(process.execPath, [...FLAGS, file.pathname, ...args], {
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    // "close" rather than "exit": all output has been read by then.
    child.once('close', (code, signal) => {
      process.off('exit', endWithUs);
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    line: (pattern) => lineOf(child, { pattern, output }),
    kill: (signal) => child.kill(signal),
    exited,
    log: () => output.stderr,
  };
}

type Wanted = { pattern: RegExp; output: { stdout: string; stderr: string } };

function lineOf(child: ChildProcess, { pattern, output }: Wanted): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = output.stdout
        .split('\n')
        .slice(0, -1)
        .find((line) => pattern.test(line));
      if (found === undefined) return;
      child.stdout?.off('data', look);
      resolve(found);
    };
    child.stdout?.on('data', look);
    child.once('close', () => reject(new Error(`ended without ${pattern}:\n${output.stdout}\n${output.stderr}`)));
    look();
  });
}
