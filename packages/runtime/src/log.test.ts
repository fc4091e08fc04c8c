import { expect, test } from 'vitest';
import { AppError } from './app-error.ts';
import { createLogger } from './log.ts';

function logged(level: 'info' | 'debug' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ level, name: 'worker', to: { write: (line: string) => void lines.push(JSON.parse(line)) } });
  return { log, lines };
}

test('an entry is one JSON line with its level as a word, an ISO instant and the ids of its child', () => {
  const { log, lines } = logged();
  log.child({ correlationId: 'c-1' }).info({ event: 'wagon.moved', wagonNumber: '93123453' }, 'moved');
  expect(lines).toMatchObject([
    { level: 'info', name: 'worker', correlationId: 'c-1', event: 'wagon.moved', wagonNumber: '93123453', message: 'moved' },
  ]);
  expect(lines[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test('entries below the level are not written', () => {
  const { log, lines } = logged();
  log.debug('detail');
  expect(lines).toEqual([]);
});

test('an error is written with its code, its details and its causes', () => {
  const { log, lines } = logged();
  const cause = new Error('connection refused');
  log.error({ error: new AppError('UNAVAILABLE', 'no database', { cause, details: { host: 'db' } }) }, 'failed');
  expect(lines[0]?.error).toMatchObject({
    message: 'no database',
    code: 'UNAVAILABLE',
    details: { host: 'db' },
    cause: { message: 'connection refused' },
  });
});

test('what names itself a secret is hidden', () => {
  const { log, lines } = logged();
  log.info({ password: 'a', account: { login: 'me', token: 'b' } }, 'signed in');
  expect(lines[0]).toMatchObject({ password: '[hidden]', account: { login: 'me', token: '[hidden]' } });
});
