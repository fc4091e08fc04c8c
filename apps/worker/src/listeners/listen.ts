import { type AddressInfo, createServer } from 'node:net';
import type { DeviceProtocol } from '@karavan/telematics';
import { createPositionsIntake, type Deps } from '@karavan/usecases';
import { type Connection, type DeviceState, serveConnection } from './connection.ts';
import { LIMITS, type ListenerLimits } from './limits.ts';

export interface Listener {
  protocol: string;
  port: number;
  /** Takes nobody in any more, acknowledges what is being committed, and ends every conversation. */
  close(): Promise<void>;
}

/** Opens a port for the devices of one protocol. */
export async function listenForDevices<State extends DeviceState>(
  deps: Deps,
  input: { protocol: DeviceProtocol<State>; port: number; limits?: Partial<ListenerLimits> },
): Promise<Listener> {
  const { protocol } = input;
  const { log, tally, clock } = deps;
  const limits = { ...LIMITS, ...input.limits };
  const open = new Set<Connection>();
  const newest = new Map<string, Connection>();
  const forget = (connection: Connection) => {
    const { device } = connection;
    if (device !== undefined && newest.get(device) === connection) newest.delete(device);
  };
  const context = {
    protocol,
    intake: createPositionsIntake(deps, protocol.name),
    tally,
    log,
    clock,
    limits,
    pending: { bytes: 0 },
    /** A device comes again before its old connection is known to be dead: the newest is the one it listens to. */
    onDevice(uniqueId: string, connection: Connection) {
      forget(connection);
      const before = newest.get(uniqueId);
      newest.set(uniqueId, connection);
      if (before !== connection) before?.replace();
    },
    onClosed(connection: Connection) {
      open.delete(connection);
      forget(connection);
    },
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) =>
    open.add(serveConnection(socket, context)),
  );
  server.maxConnections = limits.maxConnections;
  server.on('drop', () => tally.count('deviceClosed', { protocol: protocol.name, reason: 'full' }));
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(input.port, () => resolve((server.address() as AddressInfo).port));
  });
  server.on('error', (error) => log.error({ event: 'devices.listener_failed', protocol: protocol.name, error }));
  const sweep = setInterval(() => {
    const nowMs = performance.now();
    for (const connection of open) connection.check(nowMs);
  }, limits.sweepMs);
  sweep.unref();
  log.info({ event: 'devices.listening', protocol: protocol.name, port });

  return {
    protocol: protocol.name,
    port,
    async close() {
      clearInterval(sweep);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cut = setTimeout(() => {
        for (const connection of open) connection.destroy();
      }, limits.graceMs);
      for (const connection of open) void connection.finish('stopping');
      await closed.finally(() => clearTimeout(cut));
    },
  };
}
