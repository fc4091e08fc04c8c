import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus figures of one process; a registry of its own, so that two APIs in one test do not meet. */
export function createMetrics(input: { sockets: () => number }) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'karavan_http_request_seconds',
    help: 'time to answer, by method and status',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const positions = new Counter({
    name: 'karavan_positions_total',
    help: 'positions stored, by what the filter said',
    labelNames: ['filtered'],
    registers: [registry],
  });
  new Gauge({
    name: 'karavan_live_sockets',
    help: 'open live connections',
    registers: [registry],
    collect() {
      this.set(input.sockets());
    },
  });
  const measure: RequestHandler = (req, res, next) => {
    const stop = requests.startTimer({ method: req.method });
    res.on('finish', () => stop({ status: String(res.statusCode) }));
    next();
  };
  const serve: RequestHandler = async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  };
  return { measure, serve, positions };
}
export type Metrics = ReturnType<typeof createMetrics>;
