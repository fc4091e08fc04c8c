import { EnvError } from '@karavan/runtime';
import { runKaravan } from './run.ts';

const mode = process.argv[2];
if (mode === 'demo' || mode === 'start')
  await runKaravan(mode).catch((error: unknown) => {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`); // meant for whoever starts the program: no trace of ours helps
    process.exitCode = 1;
  });
else {
  process.stderr.write('usage: main.ts demo|start\n');
  process.exit(2);
}
