import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { TYPESCRIPT } from '../../support/program.ts';
import { stopWithBench } from '../support/interrupted.ts';

/** A program beside the bench that is told what to do and answers each order once. */
export interface Child {
  pid: number;
  ask(order: unknown): Promise<unknown>;
  /** told, and not waited for */
  tell(order: unknown): void;
  /** the next thing it says by itself */
  heard(): Promise<unknown>;
  stop(): Promise<void>;
}

export function startChild(file: URL): Child {
  const child = fork(fileURLToPath(file), [], { execArgv: ['--import', TYPESCRIPT], serialization: 'advanced' });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  const stopped = stopWithBench(stop);
  const heard = async () => {
    const said = once(child, 'message').then(([message]) => message as unknown);
    const died = ended.then(([code]) => {
      throw new Error(`${file.pathname} ended with ${code}`);
    });
    return Promise.race([said, died]);
  };
  return {
    pid: child.pid ?? 0,
    heard,
    tell: (order) => void child.send(order as object),
    ask(order) {
      const answer = heard();
      child.send(order as object);
      return answer;
    },
    async stop() {
      await stop();
      stopped();
    },
  };
}
