import { egts, teltonika, wialon } from '@karavan/telematics';
import type { Deps } from '@karavan/usecases';
import type { WorkerEnv } from '../env.ts';
import type { ListenerLimits } from './limits.ts';
import { type Listener, listenForDevices } from './listen.ts';

type ListenerEnv = Pick<
  WorkerEnv,
  | 'WIALON_PORT'
  | 'EGTS_PORT'
  | 'TELTONIKA_PORT'
  | 'DEVICE_CONNECTIONS'
  | 'DEVICE_LOGIN_SECONDS'
  | 'DEVICE_IDLE_SECONDS'
  | 'DEVICE_MESSAGE_SECONDS'
  | 'DEVICE_PENDING_MB'
>;

const limitsOf = (env: ListenerEnv): Partial<ListenerLimits> => ({
  maxConnections: env.DEVICE_CONNECTIONS,
  loginMs: env.DEVICE_LOGIN_SECONDS * 1000,
  idleMs: env.DEVICE_IDLE_SECONDS * 1000,
  messageMs: env.DEVICE_MESSAGE_SECONDS * 1000,
  pendingBytes: env.DEVICE_PENDING_MB * 1024 * 1024,
});

/** Opens the port of every device protocol that has one in the environment. */
export async function startListeners(deps: Deps, env: ListenerEnv): Promise<{ close(): Promise<void> }> {
  const listeners: Listener[] = [];
  const close = async () => void (await Promise.all(listeners.map((listener) => listener.close())));
  const limits = limitsOf(env);
  try {
    if (env.WIALON_PORT !== undefined)
      listeners.push(await listenForDevices(deps, { protocol: wialon, port: env.WIALON_PORT, limits }));
    if (env.EGTS_PORT !== undefined)
      listeners.push(await listenForDevices(deps, { protocol: egts, port: env.EGTS_PORT, limits }));
    if (env.TELTONIKA_PORT !== undefined)
      listeners.push(await listenForDevices(deps, { protocol: teltonika, port: env.TELTONIKA_PORT, limits }));
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}
