import { egts, teltonika, wialon } from '@karavan/telematics';
import type { Deps } from '@karavan/usecases';
import type { WorkerEnv } from '../env.ts';
import { type Listener, listenForDevices } from './listen.ts';

/** Opens the port of every device protocol that has one in the environment. */
export async function startListeners(
  deps: Deps,
  env: Pick<WorkerEnv, 'WIALON_PORT' | 'EGTS_PORT' | 'TELTONIKA_PORT'>,
): Promise<{ close(): Promise<void> }> {
  const listeners: Listener[] = [];
  const close = async () => void (await Promise.all(listeners.map((listener) => listener.close())));
  try {
    if (env.WIALON_PORT !== undefined) listeners.push(await listenForDevices(deps, { protocol: wialon, port: env.WIALON_PORT }));
    if (env.EGTS_PORT !== undefined) listeners.push(await listenForDevices(deps, { protocol: egts, port: env.EGTS_PORT }));
    if (env.TELTONIKA_PORT !== undefined)
      listeners.push(await listenForDevices(deps, { protocol: teltonika, port: env.TELTONIKA_PORT }));
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}
