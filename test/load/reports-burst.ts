import { setTimeout as sleep } from 'node:timers/promises';
import { wagonCheckDigit } from '@karavan/rail';
import { wagonCsv } from '../support/wagon-csv.ts';
import { type Figure, quantile, say } from './support/figures.ts';
import { openHttp, signIn } from './support/http.ts';
import { startInstallation, startKaravan } from './support/installation.ts';

const REPORTS = 100;
const WAGONS = 500;
const LIMIT_S = 30;
const API_LIMIT_MS = 100;
const ASK_EVERY_MS = 50;
const EMAIL = 'dispatcher@bench.example';

/**
 * A hundred reports of 500 wagons, each of a fleet of its own, handed over at the same moment as a hundred sources would,
 * while somebody goes on asking: until the last one is in, and what the questions cost meanwhile.
 */
export async function benchReportsBurst(): Promise<Figure[]> {
  const installation = await startInstallation();
  try {
    await installation.addPerson({ email: EMAIL, role: 'dispatcher', customerId: null });
    const karavan = await startKaravan(installation);
    const http = openHttp({ url: karavan.url, connections: REPORTS + 4 });
    try {
      const headers = { authorization: `Bearer ${await signIn(http, EMAIL)}` };
      await send(karavan.url, { headers, fleet: REPORTS }); // what is compiled and planned once
      const quiet = await ask(http, { headers, until: sleep(3000) });
      const startedAt = performance.now();
      const sending = Promise.all(Array.from({ length: REPORTS }, (_, fleet) => send(karavan.url, { headers, fleet })));
      const busy = await ask(http, { headers, until: sending });
      await sending;
      const seconds = (performance.now() - startedAt) / 1000;
      const stored = await installation.db.system((tx) =>
        tx.one<{ reports: number; wagons: number }>(
          `SELECT (SELECT count(*) FROM reports WHERE status = 'ingested') AS reports, (SELECT count(*) FROM wagons) AS wagons`,
        ),
      );
      say(`${stored?.reports} reports and ${stored?.wagons} wagons are stored`);
      for (const [when, times] of [
        ['before', quiet],
        ['meanwhile', busy],
      ] as const)
        say(
          `questions ${when}: ${times.length}, p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms, worst ${Math.max(...times).toFixed(0)} ms`,
        );
      const missing = (REPORTS + 1) * WAGONS - (stored?.wagons ?? 0);
      return [
        { promise: `${REPORTS} reports of ${WAGONS} wagons at once: all in`, measured: seconds, limit: LIMIT_S, unit: 's' },
        { promise: 'the API meanwhile, 99 of 100', measured: quantile(busy, 0.99), limit: API_LIMIT_MS, unit: 'ms' },
        { promise: 'wagons not stored', measured: missing, limit: 0, unit: '' },
      ];
    } finally {
      http.close();
      await karavan.stop();
    }
  } finally {
    await installation.close();
  }
}

type Headers = Record<string, string>;

async function send(url: string, { headers, fleet }: { headers: Headers; fleet: number }): Promise<void> {
  const form = new FormData();
  form.set('file', new Blob([fleetCsv(fleet)]), `fleet-${fleet}.csv`);
  const reply = await fetch(`${url}/api/v1/reports`, { method: 'POST', headers, body: form });
  if (reply.status !== 201) throw new Error(`report ${fleet} was answered ${reply.status}: ${await reply.text()}`);
}

/** The usual report with the numbers of another fleet: the same length, other wagons and papers. */
function fleetCsv(fleet: number): string {
  const text = wagonCsv({ wagons: WAGONS, formed: '20.08.2026 07:05', operation: '20.08.2026 06:12' });
  let index = fleet * WAGONS;
  return text.replace(/^\d{8};ЭЯ\d+/gm, () => {
    const first7 = String(5_000_000 + index);
    index += 1;
    return `${first7}${wagonCheckDigit(first7)};ЭЯ${100_000 + index}`;
  });
}

/** A person's questions, one after the other, as long as `until` takes. */
async function ask(
  http: ReturnType<typeof openHttp>,
  { headers, until }: { headers: Headers; until: Promise<unknown> },
): Promise<number[]> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  until.then(end, end); // whoever started it hears what went wrong
  const times: number[] = [];
  const paths = ['/api/v1/wagons?limit=50', '/api/v1/shipments?limit=50', '/api/v1/where?q=50000009'];
  while (!isOver) {
    const reply = await http.get(paths[times.length % paths.length] ?? '/', headers);
    if (reply.status !== 200) throw new Error(`a question was answered ${reply.status}`);
    times.push(reply.ms);
    await sleep(ASK_EVERY_MS);
  }
  return times;
}
