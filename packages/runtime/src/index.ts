export { AppError, ERROR_TABLE, type ErrorCode, type FieldError } from './app-error.ts';
export { type Clock, systemClock } from './clock.ts';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
export { EnvError, type EnvProblem, readEnv } from './env.ts';
export { createLogger, type Logger, type LogLevel } from './log.ts';
export { badInput, type Problem, toAppError, toProblem } from './problem.ts';
export { createSecretBox, openSecretBox, type SecretBox } from './secret-box.ts';
export { createShutdown, type Shutdown } from './shutdown.ts';
