import { testSpec } from '../../../test/support/spec-rules.ts';

testSpec(new URL('.', import.meta.url), [
  'RW',
  'ET',
  'LA',
  'FR',
  'PF',
  'MS',
  'RT',
  'SH',
  'SE',
  'GF',
  'AL',
  'AB',
  'IC',
  'NT',
  'TZ',
  'EX',
]);
