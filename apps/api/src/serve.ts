import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sources } from '@karavan/store';
import { createPositionsIntake, type Deps } from '@karavan/usecases';
import { createApp, createDeviceApp } from './app.ts';
import type { ApiOptions } from './http/context.ts';
import { startGateway } from './live/gateway.ts';
import { createMetrics } from './metrics.ts';
import { OSMAND_PATH, osmandDoor } from './routes/osmand.ts';

export interface RunningApi {
  port: number;
  /** Committed news may be there: pass it on to the sockets. */
  wake(): void;
  close(): Promise<void>;
}

/** What is left of the requests under way when we close. */
const GRACE_MS = 1000;

/** Starts listening: HTTP, the live namespace, and the OsmAnd port where one is set. */
export async function serveApi(input: {
  deps: Deps;
  options: ApiOptions;
  port: number;
  osmandPort?: number | undefined;
  readiness: Record<string, () => Promise<unknown>>;
}): Promise<RunningApi> {
  const { deps } = input;
  const osmand = createPositionsIntake(deps, 'osmand');
  let sockets = () => 0;
  const metrics = createMetrics({
    sockets: () => sockets(),
    tally: deps.tally,
    sources: () => deps.db.systemOnce(sources.listSources).catch(() => []), // without the database the other figures still count
  });
  const app = createApp({ ...input, osmand, metrics });
  const server = createServer(osmandDoor({ deps, intake: osmand, at: `${OSMAND_PATH}?`, app, measure: metrics.begin }));
  const gateway = await startGateway({ server, deps });
  sockets = gateway.connected;
  const port = await listen(server, input.port);
  const devices = input.osmandPort === undefined ? undefined : createServer(createDeviceApp(deps, osmand));
  if (devices !== undefined && input.osmandPort !== undefined) await listen(devices, input.osmandPort);

  return {
    port,
    wake: gateway.wake,
    async close() {
      await cutLate(server, gateway.close()); // also closes the HTTP server it is attached to
      if (devices !== undefined) await cutLate(devices, new Promise((resolve) => devices.close(() => resolve())));
    },
  };
}

/** Requests under way may end, but a slow upload does not keep the program from ending. */
async function cutLate(server: Server, closed: Promise<void>): Promise<void> {
  const cut = setInterval(() => server.closeAllConnections(), GRACE_MS);
  await closed.finally(() => clearInterval(cut));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve((server.address() as AddressInfo).port));
  });
}
