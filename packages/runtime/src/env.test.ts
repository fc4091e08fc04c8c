import { expect, test } from 'vitest';
import { z } from 'zod';
import { EnvError, readEnv } from './env.ts';

const Env = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000).describe('the HTTP port, for instance 3000'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  ADMIN_PASSWORD: z.string().min(12, 'is shorter than 12 characters').optional(),
  COMPANY_NAME: z.string().describe('the name customers see'),
});

function problemsOf(source: Record<string, string>) {
  try {
    readEnv(Env, source);
  } catch (error) {
    if (error instanceof EnvError) return error;
  }
  throw new Error('was accepted');
}

test('gives the parsed shape, with defaults, and nothing that was not asked for', () => {
  const env = readEnv(Env, { COMPANY_NAME: 'Karavan', PORT: '8080', HOME: '/home/me' });
  expect(env).toEqual({ COMPANY_NAME: 'Karavan', PORT: 8080 });
});

test('an empty or blank value counts as unset', () => {
  expect(readEnv(Env, { COMPANY_NAME: 'Karavan', PORT: '', DATABASE_URL: '  ' })).toEqual({
    COMPANY_NAME: 'Karavan',
    PORT: 3000,
  });
});

test('all problems are reported at once, each with its name, what is wrong and what would help', () => {
  const error = problemsOf({ PORT: 'eighty', DATABASE_URL: 'mysql://h/d' });
  expect(error.problems.map(({ name }) => name)).toEqual(['PORT', 'DATABASE_URL', 'COMPANY_NAME']);
  expect(error.message).toMatch(/PORT: .*number.*\(given "eighty"\) — the HTTP port, for instance 3000/);
  expect(error.message).toMatch(/COMPANY_NAME: is not set — the name customers see/);
});

test('a value that may be secret is not repeated', () => {
  const { message } = problemsOf({ COMPANY_NAME: 'K', ADMIN_PASSWORD: 'hunter2', DATABASE_URL: 'mysql://me:pw@h/d' });
  expect(message).toContain('ADMIN_PASSWORD: is shorter than 12 characters');
  expect(message).not.toMatch(/hunter2|me:pw/);
});
