import { runKaravan } from './run.ts';

const mode = process.argv[2];
if (mode === 'demo' || mode === 'start') await runKaravan(mode);
else {
  process.stderr.write('usage: main.ts demo|start\n');
  process.exit(2);
}
