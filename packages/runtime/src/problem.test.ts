import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError, ERROR_TABLE, type ErrorCode } from './app-error.ts';
import { badInput, toAppError, toProblem } from './problem.ts';

test.each(Object.keys(ERROR_TABLE) as ErrorCode[])('%s becomes the problem of its row', (code) => {
  const problem = toProblem(new AppError(code, 'what happened'), '/api/v1/wagons');
  expect(problem).toMatchObject({ status: ERROR_TABLE[code].status, title: ERROR_TABLE[code].title, instance: '/api/v1/wagons' });
  expect(problem.detail === 'what happened').toBe(code !== 'INTERNAL');
});

test('the type is a stable name made of the code', () => {
  expect(toProblem(new AppError('NOT_FOUND', 'x'), '/').type).toBe('urn:karavan:problem:not-found');
});

test('a reason makes the type finer and leaves the status alone', () => {
  const problem = toProblem(new AppError('UNPROCESSABLE', 'x', { reason: 'report-unknown-layout' }), '/');
  expect(problem).toMatchObject({ type: 'urn:karavan:problem:report-unknown-layout', status: 422 });
});

test('a request that its schema refuses names every wrong field by its path', () => {
  const Load = z.object({ massKg: z.number().positive(), stages: z.array(z.object({ name: z.string() })) });
  const refused = Load.safeParse({ massKg: -1, stages: [{ name: 7 }] });
  if (refused.success) throw new Error('was accepted');
  const problem = toProblem(badInput(refused.error), '/plan');
  expect(problem.status).toBe(400);
  expect(problem.errors?.map(({ path }) => path)).toEqual(['massKg', 'stages.0.name']);
  expect(problem.detail).toContain('massKg: ');
});

test('a schema failing on our own data is our fault and shows nothing', () => {
  const failed = z.object({ secret: z.number() }).safeParse({ secret: 'x' });
  const problem = toProblem(failed.error, '/wagons');
  expect(problem.status).toBe(500);
  expect(JSON.stringify(problem)).not.toContain('secret');
});

test('an unknown error keeps its cause for the log and tells the caller nothing of it', () => {
  const original = new Error('password authentication failed for user "karavan"');
  expect(toAppError(original).cause).toBe(original);
  expect(JSON.stringify(toProblem(original, '/x'))).not.toContain('password');
  expect(toProblem('just a string', '/x').status).toBe(500);
});

test('what a body parser refuses keeps its 4xx, what it does not expose does not', () => {
  const tooLarge = Object.assign(new Error('request entity too large'), { status: 413, expose: true });
  expect(toProblem(tooLarge, '/x')).toMatchObject({ status: 413, detail: 'request entity too large' });
  const teapot = Object.assign(new Error('teapot'), { status: 418, expose: true });
  expect(toProblem(teapot, '/x').status).toBe(400);
  const inner = Object.assign(new Error('upstream said 404'), { status: 404 });
  expect(toProblem(inner, '/x').status).toBe(500);
});
