import { testSpec } from '../../../test/support/spec-rules.ts';

testSpec(new URL('.', import.meta.url), ['RW', 'ET', 'LA', 'FR', 'PF', 'RT', 'SH', 'SE']);
