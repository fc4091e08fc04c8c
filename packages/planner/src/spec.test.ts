import { testSpec } from '../../../test/support/spec-rules.ts';

testSpec(new URL('.', import.meta.url), ['AX', 'LW', 'MP', 'PL', 'WD', 'CA', 'PR', 'SP', 'BD']);
