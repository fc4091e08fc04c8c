import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';

/**
 * The smallest honest ingest: one process that reads Wialon #D# and #B#, gathers rows for a few milliseconds into one
 * statement, keeps the latest place of each device, drops duplicates by their key, and acknowledges after the commit. No
 * filters, no events, nobody watches. Honest: every statement is a transaction that reaches the disk before it is answered (the same
 * PostgreSQL with the same settings as the product's), one row a position with all its fields and its parameters, a decoder of its
 * own. Smallest: whoever logs in is a device, nothing is looked up, and what does not fit the form is not noticed.
 */

interface Row {
  device: string;
  at: string;
  lat: number;
  lon: number;
  speed: number;
  course: number;
  altitude: number;
  satellites: number;
  params: string;
}
interface Waiting {
  rows: Row[];
  acknowledge: () => void;
}

const GATHER_MS = 4;

const STORE = `WITH r AS (
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::float8[], $4::float8[], $5::real[], $6::real[], $7::real[], $8::int[], $9::text[])
      AS r (device, at, lat, lon, speed, course, altitude, satellites, params)
  ), stored AS (
    INSERT INTO yard_positions (device, at, lat, lon, speed, course, altitude, satellites, params) SELECT * FROM r ON CONFLICT DO NOTHING
  )
  INSERT INTO yard_latest (device, at, lat, lon) SELECT DISTINCT ON (device) device, at, lat, lon FROM r ORDER BY device, at DESC
  ON CONFLICT (device) DO UPDATE SET at = excluded.at, lat = excluded.lat, lon = excluded.lon WHERE excluded.at >= yard_latest.at`;

const TABLES = `CREATE TABLE IF NOT EXISTS yard_positions (device text, at timestamptz, lat float8 NOT NULL, lon float8 NOT NULL, speed real,
    course real, altitude real, satellites int, params text, PRIMARY KEY (device, at));
  CREATE TABLE IF NOT EXISTS yard_latest (device text PRIMARY KEY, at timestamptz NOT NULL, lat float8 NOT NULL, lon float8 NOT NULL)`;

const degrees = (text: string, half: string): number => {
  const value = Number(text);
  const whole = Math.trunc(value / 100);
  const place = whole + (value - whole * 100) / 60;
  return half === 'S' || half === 'W' ? -place : place;
};

function readRow(device: string, body: string): Row {
  const [date = '', time = '', lat = '', north = '', lon = '', east = '', speed, course, altitude, satellites, ...rest] =
    body.split(';');
  const at = `20${date.slice(4)}-${date.slice(2, 4)}-${date.slice(0, 2)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`;
  return {
    device,
    at,
    lat: degrees(lat, north),
    lon: degrees(lon, east),
    speed: Number(speed),
    course: Number(course),
    altitude: Number(altitude),
    satellites: Number(satellites),
    params: rest.at(-1) ?? '',
  };
}

const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
await client.query(TABLES);

let waiting: Waiting[] = [];
let isWriting = false;

async function drain(): Promise<void> {
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    const rows = batch.flatMap((item) => item.rows);
    const column = <K extends keyof Row>(name: K) => rows.map((row) => row[name]);
    await client.query({
      name: 'store',
      text: STORE,
      values: [
        column('device'),
        column('at'),
        column('lat'),
        column('lon'),
        column('speed'),
        column('course'),
        column('altitude'),
        column('satellites'),
        column('params'),
      ],
    });
    for (const { acknowledge } of batch) acknowledge();
  }
  isWriting = false;
}

function take(item: Waiting): void {
  waiting.push(item);
  if (isWriting) return;
  isWriting = true;
  setTimeout(drain, GATHER_MS);
}

const server = createServer({ noDelay: true }, (socket) => {
  let device = '';
  let pending = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    const lines = (pending + bytes.toString('latin1')).split('\r\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const [, type = '', body = ''] = line.split('#');
      if (type === 'L') {
        device = body.split(';')[0] ?? '';
        socket.write('#AL#1\r\n');
      } else if (type === 'D') take({ rows: [readRow(device, body)], acknowledge: () => socket.write('#AD#1\r\n') });
      else if (type === 'B') {
        const rows = body.split('|').map((piece) => readRow(device, piece));
        take({ rows, acknowledge: () => socket.write(`#AB#${rows.length}\r\n`) });
      }
    }
  });
});
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`ready 127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
