import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export type TestRedis = {
  url: string;
  stop(): Promise<void>;
};

/**
 * A private Redis on a free port of 127.0.0.1, keeping nothing on disk, or undefined on a machine without
 * `redis-server`, of which it says so in one line. A `port` brings an instance back where an earlier one was.
 */
export async function startRedis(options: { port?: number } = {}): Promise<TestRedis | undefined> {
  const port = options.port ?? (await freePort());
  const keepNothing = ['--save', '', '--appendonly', 'no', '--dir', '/tmp'];
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...keepNothing]);
  try {
    await once(child, 'spawn');
  } catch {
    console.warn('redis-server is not on this machine: the Redis half of these tests is skipped');
    return undefined;
  }
  const exited = once(child, 'exit');
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('Ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`redis-server did not start: ${said}`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      process.off('exit', endWithUs);
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
