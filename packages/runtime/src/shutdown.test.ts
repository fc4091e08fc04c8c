import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { startProgram } from '../../../test/support/program.ts';
import { createLogger } from './log.ts';
import { createShutdown } from './shutdown.ts';

const FIXTURE = new URL('./shutdown.fixture.ts', import.meta.url);

function setUp(limits: { limitMs?: number; stepLimitMs?: number } = {}) {
  const lines: { event?: string; step?: string }[] = [];
  const signals = new EventEmitter();
  const log = createLogger({ level: 'info', name: 't', to: { write: (line: string) => void lines.push(JSON.parse(line)) } });
  let exited: (code: number) => void = () => {};
  const exitCode = new Promise<number>((resolve) => {
    exited = resolve;
  });
  return { ...createShutdown({ log, signals, exit: exited, ...limits }), signals, lines, exitCode };
}

test('steps run in reverse order, each after the one before has ended, and the exit code is 0', async () => {
  const { onShutdown, signals, exitCode } = setUp();
  const order: string[] = [];
  onShutdown('database', () => order.push('database'));
  onShutdown('queue', async () => {
    await new Promise(setImmediate);
    order.push('queue');
  });
  onShutdown('server', () => order.push('server'));
  signals.emit('SIGTERM');
  expect(await exitCode).toBe(0);
  expect(order).toEqual(['server', 'queue', 'database']);
});

test('a step that throws is logged and does not stop the others', async () => {
  const { onShutdown, signals, lines, exitCode } = setUp();
  let databaseStopped = false;
  onShutdown('database', () => {
    databaseStopped = true;
  });
  onShutdown('server', () => Promise.reject(new Error('already closed')));
  signals.emit('SIGINT');
  expect(await exitCode).toBe(0);
  expect(databaseStopped).toBe(true);
  expect(lines.find(({ event }) => event === 'shutdown.step-failed')).toMatchObject({ step: 'server' });
});

test('a step that hangs loses its turn, the next one runs', async () => {
  const { onShutdown, signals, lines, exitCode } = setUp({ stepLimitMs: 5 });
  let databaseStopped = false;
  onShutdown('database', () => {
    databaseStopped = true;
  });
  onShutdown('server', () => new Promise(() => {}));
  signals.emit('SIGTERM');
  expect(await exitCode).toBe(0);
  expect(databaseStopped).toBe(true);
  expect(lines.some(({ step }) => step === 'server')).toBe(true);
});

test('past the limit for everything the process leaves with exit code 1', async () => {
  const { onShutdown, signals, lines, exitCode } = setUp({ limitMs: 5 });
  onShutdown('server', () => new Promise(() => {}));
  signals.emit('SIGTERM');
  expect(await exitCode).toBe(1);
  expect(lines.some(({ event }) => event === 'shutdown.late')).toBe(true);
});

test('an error nobody caught is logged and ends the process in order, with exit code 1', async () => {
  const { onShutdown, signals, lines, exitCode } = setUp();
  let databaseStopped = false;
  onShutdown('database', () => {
    databaseStopped = true;
  });
  signals.emit('unhandledRejection', new Error('lost'));
  expect(await exitCode).toBe(1);
  expect(databaseStopped).toBe(true);
  expect(lines[0]).toMatchObject({ event: 'process.crashed', error: { message: 'lost' } });
});

test('a real process ends with exit code 0 after SIGTERM', async () => {
  const program = startProgram(FIXTURE);
  await program.line(/^up$/);
  program.kill('SIGTERM');
  await program.line(/^database stopped$/);
  expect(await program.exited).toEqual({ code: 0, signal: null });
});

test('a second signal ends a real process at once', async () => {
  const program = startProgram(FIXTURE, ['hang']);
  await program.line(/^up$/);
  program.kill('SIGINT');
  await program.line(/^server stopping$/);
  program.kill('SIGINT');
  expect(await program.exited).toEqual({ code: 1, signal: null });
});
