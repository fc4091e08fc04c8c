import { AppError, type Logger, toProblem } from '@karavan/runtime';
import type { ErrorRequestHandler, RequestHandler } from 'express';

export const notFound: RequestHandler = (req) => {
  throw new AppError('NOT_FOUND', `There is no ${req.method} ${req.path}.`);
};

/** The last stop of every request that failed: one shape, nothing of our insides. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error, req, res, next) => {
    const problem = toProblem(error, req.originalUrl.split('?')[0] ?? '/');
    const entry = { event: 'request.failed', method: req.method, path: req.path, status: problem.status };
    if (problem.status >= 500) log.error({ ...entry, error });
    else log.debug({ ...entry, detail: problem.detail });
    if (res.headersSent) {
      next(error);
      return;
    }
    res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}
