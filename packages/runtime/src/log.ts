import { type DestinationStream, destination, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';

export type { Logger };

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Never printed, at the top of an entry or one level below: the last net under "no payloads in the log". */
const SECRETS = ['password', 'token', 'secret', 'authorization', 'cookie', 'apiKey'];

/**
 * JSON lines on standard error; standard output stays free for results (the `ready` line, the JSON of a command).
 * An entry is `log.info({ event: 'wagon.moved', wagonNumber }, 'what happened')`; ids that belong to a whole piece of
 * work go to a child: `log.child({ correlationId })`. An Error goes under `error` and is written with its causes.
 */
export function createLogger(options: { level: LogLevel; name: string; to?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: { name: options.name, pid: process.pid },
      messageKey: 'message',
      errorKey: 'error',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.errWithCause },
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`]), censor: '[hidden]' },
    },
    // Synchronous: the line that says why a process ends must not be lost with it.
    options.to ?? destination({ dest: 2, sync: true }),
  );
}
