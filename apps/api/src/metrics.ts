import type { sources } from '@karavan/store';
import { type PositionsTally, TALLY_FIGURES } from '@karavan/usecases';
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The lag of the event loop is found by waking up for it; at the library's 10 ms that is most of what an idle process does. */
const LOOP_LAG_EVERY_MS = 100;

/** Prometheus figures of one process; a registry of its own, so that two APIs in one test do not meet. */
export function createMetrics(input: {
  sockets: () => number;
  tally: PositionsTally;
  sources: () => Promise<sources.SourceRecord[]>;
}) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LAG_EVERY_MS });
  const requests = new Histogram({
    name: 'karavan_http_request_seconds',
    help: 'time to answer, by method and status',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  exposeTally(registry, input.tally);
  exposeSources(registry, input.sources);
  new Gauge({
    name: 'karavan_live_sockets',
    help: 'open live connections',
    registers: [registry],
    collect() {
      this.set(input.sockets());
    },
  });
  const begin = (method: string) => {
    const beganMs = performance.now();
    return (status: number) => requests.observe({ method, status: String(status) }, (performance.now() - beganMs) / 1000);
  };
  const measure: RequestHandler = (req, res, next) => {
    const end = begin(req.method);
    res.on('finish', () => end(res.statusCode));
    next();
  };
  const serve: RequestHandler = async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  };
  return { begin, measure, serve };
}
export type Metrics = ReturnType<typeof createMetrics>;

/** What the intake counts is read when somebody asks for it. */
function exposeTally(registry: Registry, tally: PositionsTally): void {
  for (const { counted, name, help, labels, isLevel } of TALLY_FIGURES) {
    const figure = new (isLevel ? Gauge : Counter)({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      collect() {
        figure.reset();
        for (const { labels: given, value } of tally.read(counted)) figure.inc(given, value);
      },
    });
  }
}

/** in the order of the figure: an open circuit is 2 */
const CIRCUITS: readonly sources.SourceRecord['circuit'][] = ['closed', 'halfOpen', 'open'];
const seconds = (at: string | null): number => (at === null ? 0 : Date.parse(at) / 1000);
const SOURCE_FIGURES: { name: string; help: string; figureOf: (source: sources.SourceRecord) => number }[] = [
  {
    name: 'karavan_source_up',
    help: '1: the last look at a source of reports went well, or there was none yet',
    figureOf: ({ lastError }) => (lastError === null ? 1 : 0),
  },
  { name: 'karavan_source_failures', help: 'failed looks in a row', figureOf: ({ failures }) => failures },
  {
    name: 'karavan_source_circuit',
    help: '0 closed, 1 half open, 2 open: not looked at until its next try',
    figureOf: ({ circuit }) => CIRCUITS.indexOf(circuit),
  },
  {
    name: 'karavan_source_last_success_seconds',
    help: 'when a look last went well, Unix time; 0: never',
    figureOf: ({ lastSuccessAt }) => seconds(lastSuccessAt),
  },
  {
    name: 'karavan_source_newest_report_seconds',
    help: 'formation time of the newest report, Unix time; 0: none',
    figureOf: ({ newestReportAt }) => seconds(newestReportAt),
  },
];

/** How every source that is switched on is doing, read when somebody asks. */
function exposeSources(registry: Registry, list: () => Promise<sources.SourceRecord[]>): void {
  for (const { name, help, figureOf } of SOURCE_FIGURES) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['company', 'source', 'kind'],
      registers: [registry],
      async collect() {
        gauge.reset();
        for (const source of (await list()).filter(({ enabled }) => enabled))
          gauge.set({ company: source.companyId, source: source.id, kind: source.kind }, figureOf(source));
      },
    });
  }
}
