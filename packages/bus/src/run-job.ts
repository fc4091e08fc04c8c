import { AppError, badInput, ERROR_TABLE, type Logger, toAppError } from '@karavan/runtime';
import { type Job, UnrecoverableError } from 'bullmq';
import type { z } from 'zod';
import type { JobHandlers, JobSchemas } from './jobs.ts';

type Running<Schemas extends JobSchemas> = { jobs: Schemas; handlers: JobHandlers<Schemas>; log: Logger };

/** The error table decides: what would fail again unchanged is not tried again. */
export async function runJob<Schemas extends JobSchemas>(
  job: Job<unknown>,
  { jobs, handlers, log }: Running<Schemas>,
): Promise<void> {
  const id = job.id ?? '';
  try {
    const payload = parsePayload(jobs, job);
    const handle = handlers[job.name];
    if (handle === undefined) throw new AppError('UNAVAILABLE', `This program does not run ${job.name}`);
    await handle(payload, { id, name: job.name, attempt: job.attemptsMade + 1, log: log.child({ jobId: id, job: job.name }) });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (ERROR_TABLE[error.code].retry) throw thrown;
    throw Object.assign(new UnrecoverableError(error.message), { cause: thrown });
  }
}

export function logFailure(job: Job<unknown> | undefined, { error, log }: { error: Error; log: Logger }): void {
  const ids = { jobId: job?.id, job: job?.name, attempt: job?.attemptsMade };
  const isFinal = job === undefined || job.finishedOn !== undefined;
  if (isFinal) log.error({ event: 'job.failed', ...ids, error }, 'a job failed for good');
  else log.warn({ event: 'job.retried', ...ids, error }, 'a job failed and will be tried again');
}

/**
 * The payload as the schema of its job makes it.
 *
 * @throws AppError BAD_INPUT when it does not fit; UNAVAILABLE for an unknown name, which may be a newer program's: the
 * job fails for now and waits for a worker that knows it.
 */
export function parsePayload<Schemas extends JobSchemas>(jobs: Schemas, { name, data }: { name: string; data: unknown }) {
  const schema = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
  if (schema === undefined) throw new AppError('UNAVAILABLE', `This program knows no job called ${name}`);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data as z.output<Schemas[string]>;
  const { errors = [] } = badInput(parsed.error);
  throw new AppError('BAD_INPUT', `The payload of the job ${name} does not fit its schema`, { cause: parsed.error, errors });
}
