import { z } from 'zod';

export type EnvProblem = { name: string; problem: string; help?: string };

/** Every problem of a configuration at once; the message is meant for the person who starts the program. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
  readonly problems: readonly EnvProblem[];

  constructor(problems: readonly EnvProblem[]) {
    const lines = problems.map(({ name, problem, help }) => `  ${name}: ${problem}${help ? ` — ${help}` : ''}`);
    super(`The configuration cannot be used (${problems.length} to mend, see .env.example):\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads the environment names of one Zod shape and nothing else. An empty or blank value counts as unset, so that
 * `NAME=` in an env file means the default. A field's `.describe()` text is what the message offers as help.
 *
 * @throws EnvError naming every missing or unusable value; values that may be secret are not repeated.
 */
export function readEnv<Schema extends z.ZodObject>(
  schema: Schema,
  source: Record<string, string | undefined> = process.env,
): z.output<Schema> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = source[name];
    if (value !== undefined && value.trim() !== '') given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new EnvError(parsed.error.issues.map((issue) => toProblem(issue, { schema, given })));
}

function toProblem(issue: z.core.$ZodIssue, context: { schema: z.ZodObject; given: Record<string, string> }): EnvProblem {
  const name = issue.path.map(String).join('.') || 'configuration';
  const field = context.schema.shape[name];
  const help = field === undefined ? undefined : helpOf(field);
  return { name, problem: describe(issue, context.given[name]), ...(help === undefined ? {} : { help }) };

  function describe({ message, code }: z.core.$ZodIssue, value: string | undefined): string {
    if (value === undefined && code === 'invalid_type') return 'is not set';
    if (value === undefined || maySayTooMuch(name)) return message;
    return `${message} (given ${JSON.stringify(value)})`;
  }
}

/** Addresses count as secret too: they carry passwords more often than not. */
function maySayTooMuch(name: string): boolean {
  return /PASSWORD|SECRET|TOKEN|KEY|URL/i.test(name);
}

/** `.describe()` may stand before or after `.default()` and `.optional()`; the outermost text wins. */
function helpOf(field: z.core.$ZodType): string | undefined {
  const description = z.globalRegistry.get(field)?.description;
  if (description !== undefined) return description;
  const inner = (field._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return inner === undefined ? undefined : helpOf(inner);
}
