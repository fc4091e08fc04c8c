import { readFileSync } from 'node:fs';
import type { DeviceReading, StoredPosition } from '@karavan/contracts';
import { egts, teltonika, wialon } from '@karavan/telematics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../../test/support/eventually.ts';
import { startTestKaravan, type TestKaravan } from '../../../../test/support/karavan.ts';
import { connectDevice, type DeviceClient } from './device-client.fixture.ts';
import { type Listener, listenForDevices } from './listen.ts';

interface Recording {
  name: string;
  send: string;
  replies: string;
  readings: DeviceReading[];
}
/** One message of a device nobody has seen; `again` is how it comes after no answer came. */
interface Resend {
  uniqueId: string;
  login: string;
  loginReply: string;
  data: string;
  dataReply: string;
  again: string;
  stored: number;
}
type Name = 'wialon' | 'egts' | 'teltonika';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

const recordingsOf = (name: Name) =>
  JSON.parse(readFileSync(new URL(`../../../../packages/telematics/fixtures/${name}.json`, import.meta.url), 'utf8')) as {
    now: string;
    recordings: Recording[];
    resend: Resend;
  };

let karavan: TestKaravan;
let ports: Record<Name, Listener>;
beforeAll(async () => {
  karavan = await startTestKaravan();
  const { deps } = karavan;
  const limits = { replacedMs: 400, sweepMs: 20 };
  ports = {
    wialon: await listenForDevices(deps, { protocol: wialon, port: 0, limits }),
    egts: await listenForDevices(deps, { protocol: egts, port: 0, limits }),
    teltonika: await listenForDevices(deps, { protocol: teltonika, port: 0, limits }),
  };
});
afterAll(async () => {
  await Promise.all(Object.values(ports).map((port) => port.close()));
  await karavan.close();
});

async function positionsOf(uniqueId: string): Promise<StoredPosition[]> {
  const { body } = await karavan.http
    .get(`/api/v1/devices/${uniqueId}/positions?limit=500`)
    .set(await karavan.as('dispatcher'))
    .expect(200);
  return body.items;
}

const countOf = async (uniqueId: string): Promise<number> =>
  karavan.db.system(async (tx) => {
    const row = await tx.one<{ count: number }>('SELECT count(*) FROM positions WHERE device_id = $1', [uniqueId]);
    return row?.count ?? 0;
  });

/** Nothing can be written to the positions until the returned function is called. */
async function holdPositions(): Promise<() => Promise<void>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let done: Promise<unknown> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    done = karavan.db
      .system(async (tx) => {
        await tx.many('LOCK TABLE positions IN EXCLUSIVE MODE');
        resolve();
        await held;
      })
      .catch(reject);
  });
  return async () => {
    release();
    await done;
  };
}

/** Some writer stands before the lock of `holdPositions`: what was sent has come as far as the commit. */
const someoneWaits = () =>
  eventually('a writer at the lock', () =>
    karavan.db.system((tx) =>
      tx
        .one<{ count: number }>("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'positions'::regclass")
        .then((row) => (row?.count ?? 0) > 0),
    ),
  );

const fraction = (seconds: number) => new Date(Math.floor(Date.now() / 1000) * 1000 - seconds * 1000);
const two = (value: number) => String(value).padStart(2, '0');
/** `DDMMYY;HHMMSS` so many seconds ago. */
const wialonTime = (secondsAgo: number) => {
  const at = fraction(secondsAgo);
  const day = two(at.getUTCDate()) + two(at.getUTCMonth() + 1) + two(at.getUTCFullYear() % 100);
  return `${day};${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}`;
};
const short = (secondsAgo: number, place = '5544.6025;N;03739.6834;E') => `${wialonTime(secondsAgo)};${place};60;90;150;9`;

async function wialonDevice(imei: string): Promise<DeviceClient> {
  const device = await connectDevice(ports.wialon.port);
  device.send(`#L#${imei};NA\r\n`);
  await device.hear('#AL#1\r\n'.length);
  return device;
}

describe.each(['wialon', 'egts', 'teltonika'] as const)('%s over TCP', (name) => {
  const { now, recordings, resend } = recordingsOf(name);

  it('stores every recording as its encoder meant it, and answers byte for byte', async () => {
    karavan.setNow(now);
    const meant = new Map<string, Set<string>>();
    try {
      for (const { send, replies, readings } of recordings) {
        const device = await connectDevice(ports[name].port);
        device.send(bytes(send));
        await device.hear(replies.length / 2);
        expect(device.heard().toString('hex')).toBe(replies);
        device.socket.destroy();
        for (const reading of readings.filter(({ lat }) => lat !== null)) {
          const { uniqueId, ...rest } = reading;
          meant.set(uniqueId, (meant.get(uniqueId) ?? new Set()).add(contentOf(rest)));
        }
      }
    } finally {
      karavan.setNow(undefined);
    }
    expect(meant.size).toBeGreaterThan(0);
    for (const [uniqueId, contents] of meant) {
      const stored = await positionsOf(uniqueId);
      expect(stored.map(contentOf).sort()).toEqual([...contents].sort());
    }
  });

  it('DV12 DV14: acknowledges after commit and not before; what comes again after a lost answer is stored once', async () => {
    const free = await holdPositions();
    const first = await connectDevice(ports[name].port);
    try {
      first.send(bytes(resend.login));
      await first.hear(resend.loginReply.length / 2);
      first.send(bytes(resend.data));
      await someoneWaits();
      expect(first.heard().toString('hex')).toBe(resend.loginReply);
      first.socket.destroy();
    } finally {
      await free();
    }
    const again = await connectDevice(ports[name].port);
    again.send(bytes(resend.login + resend.again));
    const whole = resend.loginReply + resend.dataReply;
    await again.hear(whole.length / 2);
    expect(again.heard().toString('hex')).toBe(whole);
    expect(await countOf(resend.uniqueId)).toBe(resend.stored);
    again.socket.destroy();
  });

  it('DV12: the answer comes once the commit does', async () => {
    const free = await holdPositions();
    const device = await connectDevice(ports[name].port);
    device.send(bytes(resend.login));
    device.send(bytes(resend.data));
    try {
      await someoneWaits();
      expect(device.heard().toString('hex')).not.toContain(resend.dataReply);
    } finally {
      await free();
    }
    await device.hear((resend.loginReply.length + resend.dataReply.length) / 2);
    expect(device.heard().toString('hex')).toBe(resend.loginReply + resend.dataReply);
    device.socket.destroy();
  });

  it('DV13: without a database there is no answer and the line ends; later it is stored', async () => {
    await karavan.db.system((tx) => tx.many('ALTER TABLE positions RENAME TO positions_away'));
    try {
      const device = await connectDevice(ports[name].port);
      device.send(bytes(resend.login));
      await device.hear(resend.loginReply.length / 2);
      device.send(bytes(resend.data));
      await device.closed;
      expect(device.heard().toString('hex')).toBe(resend.loginReply);
    } finally {
      await karavan.db.system((tx) => tx.many('ALTER TABLE positions_away RENAME TO positions'));
    }
    const again = await connectDevice(ports[name].port);
    again.send(bytes(resend.login + resend.data));
    await again.hear((resend.loginReply.length + resend.dataReply.length) / 2);
    expect(await countOf(resend.uniqueId)).toBe(resend.stored);
    again.socket.destroy();
  });

  it('DV4: an unknown device is kept in quarantine, and adopting it brings its history', async () => {
    const dispatcher = await karavan.as('dispatcher');
    const listed = await karavan.http.get('/api/v1/devices?limit=500').set(dispatcher);
    const { uniqueId } = resend;
    expect(listed.body.items).toContainEqual(expect.objectContaining({ uniqueId, quarantined: true, protocol: name }));
    const adopted = await karavan.http.post('/api/v1/devices').set(dispatcher).send({ uniqueId });
    expect(adopted.body).toMatchObject({ uniqueId, quarantined: false });
    expect(await positionsOf(uniqueId)).toHaveLength(resend.stored);
  });

  it('DV17: a device that comes again leaves its old line to die soon, and loses nothing by it', async () => {
    const old = await connectDevice(ports[name].port);
    old.send(bytes(resend.login));
    await old.hear(resend.loginReply.length / 2);
    const young = await connectDevice(ports[name].port);
    young.send(bytes(resend.login));
    old.send(bytes(resend.data)); // at once: on a machine that is busy the reply may take longer than the silence that ends it
    await young.hear(resend.loginReply.length / 2);
    await old.hear((resend.loginReply.length + resend.dataReply.length) / 2);
    await old.closed;
    young.send(bytes(resend.data));
    await young.hear((resend.loginReply.length + resend.dataReply.length) / 2);
    young.socket.destroy();
  });

  it('answers a device that has already closed its side', async () => {
    const device = await connectDevice(ports[name].port);
    device.socket.end(bytes(resend.login + resend.data));
    await device.closed;
    expect(device.heard().toString('hex')).toBe(resend.loginReply + resend.dataReply);
  });
});

describe('what is kept', () => {
  it('DV9: a message without coordinates is kept and is no position', async () => {
    const device = await wialonDevice('no-place');
    device.send(`#D#${wialonTime(5)};NA;NA;NA;NA;50;NA;NA;0;NA;NA;NA;NA;NA;pwr:2:12.4\r\n#SD#${short(4)}\r\n`);
    await device.hear('#AL#1\r\n#AD#1\r\n#ASD#1\r\n'.length);
    device.socket.destroy();
    expect(await countOf('no-place')).toBe(2);
    expect(await positionsOf('no-place')).toMatchObject([{ valid: true, speedKmh: 60 }]);
    const [kept] = await karavan.db.system((tx) =>
      tx.many("SELECT lat, lon, filtered, attributes FROM positions WHERE device_id = 'no-place' AND lat IS NULL"),
    );
    expect(kept).toEqual({ lat: null, lon: null, filtered: 'invalid', attributes: { satellites: 0, pwr: 12.4 } });
  });

  it('DV15: an old point that comes late is no jump, and does not move the truck back', async () => {
    const device = await wialonDevice('late');
    device.send(`#SD#${short(60, '5544.6025;N;03739.6834;E')}\r\n`);
    device.send(`#B#${short(900, '5539.0000;N;03739.6834;E')}|${short(600, '5541.0000;N;03739.6834;E')}\r\n`);
    await device.hear('#AL#1\r\n#ASD#1\r\n#AB#2\r\n'.length);
    device.socket.destroy();
    const stored = await positionsOf('late');
    expect(stored.map(({ lat, filtered }) => [lat, filtered])).toEqual([
      [55.65, undefined],
      [expect.closeTo(55.683333, 5), undefined],
      [expect.closeTo(55.743375, 5), undefined],
    ]);
    const dispatcher = await karavan.as('dispatcher');
    const { body } = await karavan.http.get('/api/v1/devices?limit=500').set(dispatcher);
    const found = body.items.find((item: { uniqueId: string }) => item.uniqueId === 'late');
    expect(found.lastFixedAt).toBe(stored.at(-1)?.fixedAt);
  });

  it('DV19: two places in one second are two', async () => {
    const device = await wialonDevice('one-second');
    const time = wialonTime(30);
    for (const minutes of ['44.6025', '44.6030']) device.send(`#SD#${time};55${minutes};N;03739.6834;E;60;90;150;9\r\n`);
    await device.hear('#AL#1\r\n#ASD#1\r\n#ASD#1\r\n'.length);
    device.socket.destroy();
    expect(await positionsOf('one-second')).toHaveLength(2);
  });

  it('a black box of 1200 messages is one acknowledgement and 1200 rows', async () => {
    const device = await wialonDevice('big-box');
    const box = Array.from({ length: 1200 }, (_, index) => short(5000 - index)).join('|');
    device.send(`#B#${box}\r\n`);
    await device.hear('#AL#1\r\n#AB#1200\r\n'.length);
    device.socket.destroy();
    expect(await countOf('big-box')).toBe(1200);
  });

  it('counts what it stored, by protocol', async () => {
    const { text } = await karavan.http.get('/metrics').expect(200);
    const figure = (line: string) => Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(text)?.[1]);
    for (const name of ['wialon', 'egts', 'teltonika']) {
      expect(figure(`karavan_positions_total\\{protocol="${name}",filtered="no"\\}`)).toBeGreaterThan(0);
      expect(figure(`karavan_device_messages_total\\{protocol="${name}"\\}`)).toBeGreaterThan(0);
    }
    expect(figure('karavan_device_closed_total\\{protocol="wialon",reason="replaced"\\}')).toBeGreaterThan(0);
    expect(figure('karavan_device_closed_total\\{protocol="wialon",reason="not_stored"\\}')).toBe(1);
    const all = await karavan.db.system((tx) => tx.one<{ count: number }>('SELECT count(*) FROM positions'));
    const counted = [...text.matchAll(/^karavan_positions_total\{.*\} (\d+)$/gm)].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
    expect(counted).toBe(all?.count);
  });
});

describe('who is not listened to', () => {
  const seen = (reason: string) =>
    eventually(`the end of a line: ${reason}`, async () =>
      karavan.deps.tally.read('deviceClosed').some(({ labels }) => labels['reason'] === reason),
    );

  it('DV18: garbage and endless lines end the conversation', async () => {
    const noise = Buffer.alloc(40_000, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    for (const port of Object.values(ports)) {
      const stranger = await connectDevice(port.port);
      stranger.send(noise);
      await stranger.closed;
    }
    const endless = await connectDevice(ports.wialon.port);
    endless.send(Buffer.alloc(10_000, '#D#1'));
    await endless.closed;
    await seen('garbage');
    await seen('oversized');
  });

  it('DV20: silence ends it: soon before the first message, later after it', async () => {
    const { deps } = karavan;
    const limits = { loginMs: 50, idleMs: 200, sweepMs: 10 };
    const listener = await listenForDevices(deps, { protocol: wialon, port: 0, limits });
    const silent = await connectDevice(listener.port);
    await silent.closed;
    const stranger = await connectDevice(listener.port);
    stranger.send('GET / HTTP/1.1\r\n\r\n');
    await stranger.closed;
    const idle = await connectDevice(listener.port);
    idle.send('#L#idle;NA\r\n');
    await idle.closed;
    expect(idle.heard().toString()).toBe('#AL#1\r\n');
    await listener.close();
    await seen('silent');
    await seen('idle');
  });

  it('DV20: a message whose bytes trickle in ends the line, and so does one without an end; others are heard meanwhile', async () => {
    const listener = await listenForDevices(karavan.deps, { protocol: wialon, port: 0, limits: { messageMs: 60, sweepMs: 5 } });
    const [loris, endless, good] = await Promise.all([0, 1, 2].map(() => connectDevice(listener.port)));
    if (loris === undefined || endless === undefined || good === undefined) throw new Error('nobody is connected');
    for (const [index, device] of [loris, endless, good].entries()) device.send(`#L#hold${index};NA\r\n`);
    await Promise.all([loris, endless, good].map((device) => device.hear(7)));
    const trickle = setInterval(() => loris.send('1'), 5); // each byte is heard, and yet no message comes of them
    endless.send(Buffer.alloc(10_000_000, '1'));
    good.send(`#SD#${short(3)}\r\n`);
    await good.hear('#AL#1\r\n#ASD#1\r\n'.length);
    await Promise.all([loris.closed, endless.closed]);
    clearInterval(trickle);
    good.send('#P#\r\n');
    await good.hear('#AL#1\r\n#ASD#1\r\n#AP#\r\n'.length);
    good.socket.destroy();
    await listener.close();
    await Promise.all([seen('slow'), seen('oversized')]);
  });

  it('DV20: unfinished messages of all devices together take no more memory than allowed', async () => {
    const half = 100_000;
    const limits = { pendingBytes: 2.5 * half };
    const listener = await listenForDevices(karavan.deps, { protocol: wialon, port: 0, limits });
    const devices = await Promise.all([0, 1, 2].map(() => connectDevice(listener.port)));
    for (const [index, device] of devices.entries()) device.send(`#L#crowd${index};NA\r\n#P#\r\n`);
    await Promise.all(devices.map((device) => device.hear('#AL#1\r\n#AP#\r\n'.length)));
    for (const device of devices) device.send(Buffer.alloc(half, '1'));
    await Promise.race(devices.map((device) => device.closed));
    await seen('crowded');
    const left = devices.filter(({ socket }) => !socket.destroyed);
    expect(left).toHaveLength(2);
    for (const device of left) device.send('\r\n#P#\r\n');
    for (const device of left) await device.hear('#AL#1\r\n#AP#\r\n#AP#\r\n'.length);
    for (const { socket } of left) socket.destroy();
    await listener.close();
  });

  it('DV20: hundreds that come and go, in any way, leave no line behind', async () => {
    const listener = await listenForDevices(karavan.deps, { protocol: wialon, port: 0, limits: { loginMs: 2_000, sweepMs: 10 } });
    const open = () => karavan.deps.tally.read('deviceConnections').find(({ labels }) => labels['protocol'] === 'wialon')?.value;
    const before = open() ?? 0;
    const cycle = async (index: number): Promise<DeviceClient> => {
      const device = await connectDevice(listener.port);
      if (index % 4 === 3) return device; // half-open: it never says a word, nor that it has gone
      device.send(`#L#cycle${index % 50};NA\r\n${index % 4 === 2 ? '#SD#unfinished' : ''}`);
      await device.hear(7);
      if (index % 4 === 0) device.socket.end();
      else device.socket.resetAndDestroy();
      return device;
    };
    const devices: DeviceClient[] = [];
    for (let from = 0; from < 400; from += 50)
      devices.push(...(await Promise.all(Array.from({ length: 50 }, (_, index) => cycle(from + index)))));
    await Promise.all(devices.map(({ closed }) => closed));
    await eventually('all lines are forgotten', async () => (open() ?? 0) <= before);
    await listener.close();
  });

  it('DV20: more connections than allowed are turned away', async () => {
    const listener = await listenForDevices(karavan.deps, { protocol: wialon, port: 0, limits: { maxConnections: 1 } });
    const first = await connectDevice(listener.port);
    first.send('#P#\r\n');
    await first.hear(5);
    const second = await connectDevice(listener.port);
    await second.closed;
    first.socket.destroy();
    await listener.close();
    await seen('full');
  });

  it('DV21: closing acknowledges what is being committed and ends every line', async () => {
    const listener = await listenForDevices(karavan.deps, { protocol: wialon, port: 0 });
    const idle = await connectDevice(listener.port);
    const busy = await connectDevice(listener.port);
    busy.send('#L#closing;NA\r\n');
    await busy.hear(7);
    const free = await holdPositions();
    busy.send(`#SD#${short(3)}\r\n`);
    await someoneWaits();
    const closing = listener.close();
    await idle.closed;
    await free();
    await closing;
    await busy.closed;
    expect(busy.heard().toString()).toBe('#AL#1\r\n#ASD#1\r\n');
    expect(await countOf('closing')).toBe(1);
  });
});

/** Coordinates to a decimetre, in one comparable line. */
function contentOf({ lat, lon, ...rest }: Omit<StoredPosition, 'receivedAt'> | Omit<DeviceReading, 'uniqueId'>): string {
  const { receivedAt: _at, filtered: _why, attributes, ...plain } = rest as Partial<StoredPosition>;
  const sorted = Object.entries(attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([Number(lat).toFixed(6), Number(lon).toFixed(6), Object.entries(plain).sort(), sorted]);
}
