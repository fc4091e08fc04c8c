import { setTimeout as sleep } from 'node:timers/promises';
import { wagonCheckDigit } from '@karavan/rail';
import { wagonCsv } from '../support/wagon-csv.ts';
import { openWatcher } from './positions/watchers.ts';
import { type Figure, quantile, say } from './support/figures.ts';
import { openHttp, signIn } from './support/http.ts';
import { type Installation, startInstallation, startKaravan } from './support/installation.ts';
import { watchStretches } from './support/stretches.ts';

const REPORTS = 100;
const WAGONS = 500;
const LIMIT_S = 30;
const API_LIMIT_MS = 100;
const ASK_EVERY_MS = 50;
const LARGE_WAGONS = 10_000;
const EMAIL = 'dispatcher@bench.example';

/**
 * A hundred reports of 500 wagons, each of a fleet of its own, handed over at the same moment as a hundred sources would, and
 * then one of ten thousand, while somebody goes on asking and a page is open: until the last one is in, and what the questions
 * cost meanwhile. How long the API works at a stretch is processor time, for a busy machine makes everybody wait.
 */
export async function benchReportsBurst(): Promise<Figure[]> {
  const installation = await startInstallation();
  const stretches = watchStretches();
  try {
    await installation.addPerson({ email: EMAIL, role: 'dispatcher', customerId: null });
    const karavan = await startKaravan(installation, stretches.env);
    const http = openHttp({ url: karavan.url, connections: REPORTS + 4 });
    try {
      const token = await signIn(http, EMAIL);
      const headers = { authorization: `Bearer ${token}` };
      await send(karavan.url, { headers, text: fleetCsv(REPORTS) }); // what is compiled and planned once
      const page = await openWatcher({ url: karavan.url, token });
      tell('before', await ask(http, { headers, until: sleep(3000) }));

      const startedMs = Date.now();
      const sending = Promise.all(
        Array.from({ length: REPORTS }, (_, fleet) => send(karavan.url, { headers, text: fleetCsv(fleet) })),
      );
      const busy = await ask(http, { headers, until: sending });
      await sending;
      const seconds = (Date.now() - startedMs) / 1000;
      tell('meanwhile', busy);
      const stored = await countStored(installation);
      say(`${stored.reports} reports and ${stored.wagons} wagons are stored`);
      const stretchMs = stretches.longestSince(startedMs);

      const largeMs = Date.now();
      const large = send(karavan.url, { headers, text: fleetCsv(REPORTS + 1, LARGE_WAGONS) });
      const asked = await ask(http, { headers, until: large.then(() => sleep(2000)) });
      tell(`while one of ${LARGE_WAGONS} wagons comes in`, asked);
      page.close();
      return [
        { promise: `${REPORTS} reports of ${WAGONS} wagons at once: all in`, measured: seconds, limit: LIMIT_S, unit: 's' },
        { promise: 'the API meanwhile, 99 of 100', measured: quantile(busy, 0.99), limit: API_LIMIT_MS, unit: 'ms' },
        { promise: 'the API works at a stretch, processor time', measured: stretchMs, limit: API_LIMIT_MS, unit: 'ms' },
        {
          promise: `the same while one of ${LARGE_WAGONS} wagons comes in`,
          measured: stretches.longestSince(largeMs),
          limit: API_LIMIT_MS,
          unit: 'ms',
        },
        { promise: 'wagons not stored', measured: (REPORTS + 1) * WAGONS - stored.wagons, limit: 0, unit: '' },
      ];
    } finally {
      http.close();
      await karavan.stop();
    }
  } finally {
    stretches.close();
    await installation.close();
  }
}

function tell(when: string, times: readonly number[]): void {
  const [half, most, worst] = [quantile(times, 0.5), quantile(times, 0.99), Math.max(...times)];
  say(`questions ${when}: ${times.length}, p50 ${half.toFixed(1)} ms, p99 ${most.toFixed(1)} ms, worst ${worst.toFixed(0)} ms`);
}

async function countStored({ db }: Installation): Promise<{ reports: number; wagons: number }> {
  const row = await db.system((tx) =>
    tx.one<{ reports: number; wagons: number }>(
      `SELECT (SELECT count(*) FROM reports WHERE status = 'ingested') AS reports, (SELECT count(*) FROM wagons) AS wagons`,
    ),
  );
  return row ?? { reports: 0, wagons: 0 };
}

type Headers = Record<string, string>;

async function send(url: string, { headers, text }: { headers: Headers; text: string }): Promise<void> {
  const form = new FormData();
  form.set('file', new Blob([text]), 'fleet.csv');
  const reply = await fetch(`${url}/api/v1/reports`, { method: 'POST', headers, body: form });
  if (reply.status !== 201) throw new Error(`a report was answered ${reply.status}: ${await reply.text()}`);
}

/** The usual report with the numbers of another fleet: the same length, other wagons and papers. */
function fleetCsv(fleet: number, wagons = WAGONS): string {
  const text = wagonCsv({ wagons, formed: '20.08.2026 07:05', operation: '20.08.2026 06:12' });
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
