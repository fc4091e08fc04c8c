import { readFileSync } from 'node:fs';
import type { DeviceReading } from '@karavan/contracts';
import { DevicePosition } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { egts } from './egts/session.ts';
import type { DeviceMessage, DeviceProtocol } from './session.ts';
import { teltonika } from './teltonika/session.ts';
import { wialon } from './wialon/session.ts';

/** What one connection sends, and what an encoder of its own kind says was in it. */
interface Recording {
  name: string;
  source: string;
  send: string;
  replies: string;
  readings: DeviceReading[];
  rejects?: number;
  close?: string;
}

interface Heard {
  readings: DeviceReading[];
  replies: string;
  rejects: number;
  close?: string;
}

/** Plays a stream cut into pieces through a protocol, as a socket would. */
function play<State>(protocol: DeviceProtocol<State>, pieces: Iterable<Uint8Array>, now: Date): Heard {
  let state = protocol.start;
  const messages: DeviceMessage[] = [];
  for (const piece of pieces) {
    const step = protocol.onBytes(state, piece, now);
    state = step.state;
    messages.push(...step.messages);
    if (step.close !== undefined) return { ...sum(messages), close: step.close };
  }
  return sum(messages);
}

const sum = (messages: readonly DeviceMessage[]): Heard => ({
  readings: messages.flatMap(({ readings }) => readings),
  replies: Buffer.concat(messages.map(({ reply }) => reply)).toString('hex'),
  rejects: messages.flatMap(({ rejects }) => rejects).length,
});

/** Coordinates agree to a millimetre, everything else exactly. */
const nearly = (reading: DeviceReading) => ({
  ...reading,
  lat: reading.lat === null ? null : expect.closeTo(reading.lat, 8),
  lon: reading.lon === null ? null : expect.closeTo(reading.lon, 8),
});

const cutAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};

function suite<State>(protocol: DeviceProtocol<State>): void {
  const file = new URL(`../fixtures/${protocol.name}.json`, import.meta.url);
  const { now: at, recordings } = JSON.parse(readFileSync(file, 'utf8')) as { now: string; recordings: Recording[] };
  const now = new Date(at);
  const streams = recordings.map(({ send }) => new Uint8Array(Buffer.from(send, 'hex')));

  describe(`${protocol.name} recordings`, () => {
    it.each(recordings.map((recording) => [`${recording.name} (${recording.source})`, recording] as const))(
      '%s',
      (_name, recording) => {
        const heard = play(protocol, [new Uint8Array(Buffer.from(recording.send, 'hex'))], now);
        expect(heard.readings).toEqual(recording.readings.map(nearly));
        const text = (hex: string) => (protocol.name === 'wialon' ? Buffer.from(hex, 'hex').toString() : hex);
        expect(text(heard.replies)).toBe(text(recording.replies));
        expect(heard.rejects).toBe(recording.rejects ?? 0);
        expect(heard.close).toBe(recording.close);
      },
    );

    it('DV22: hears the same however the stream is cut', () => {
      for (const stream of streams) {
        const whole = play(protocol, [stream], now);
        expect(
          play(
            protocol,
            Array.from(stream, (byte) => Uint8Array.of(byte)),
            now,
          ),
        ).toEqual(whole);
        fc.assert(
          fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
            expect(play(protocol, cutAt(stream, cuts), now)).toEqual(whole);
          }),
          { numRuns: 20 },
        );
      }
    });

    it('leaves a state as it was: the same bytes again give the same step', () => {
      const stream = streams[1] ?? new Uint8Array();
      const half = protocol.onBytes(protocol.start, stream.subarray(0, stream.length >> 1), now).state;
      const rest = stream.subarray(stream.length >> 1);
      expect(protocol.onBytes(half, rest, now)).toEqual(protocol.onBytes(half, rest, now));
    });

    it('DV18: survives changed bytes, and what it understands of them can be stored', () => {
      const change = fc.record({ at: fc.nat(), to: fc.nat(255) });
      fc.assert(
        fc.property(
          fc.constantFrom(...streams),
          fc.array(change, { minLength: 1, maxLength: 8 }),
          fc.array(fc.nat(2000), { maxLength: 4 }),
          (stream, changes, cuts) => {
            const mutated = stream.slice();
            for (const { at, to } of changes) mutated[at % mutated.length] = to;
            const { readings } = play(protocol, cutAt(mutated, cuts), now);
            for (const reading of readings) expectStorable(reading);
          },
        ),
        { numRuns: 1500 },
      );
    });

    it('DV18: survives any bytes, and does not listen to them for ever', () => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 6 }), (pieces) => {
          for (const reading of play(protocol, pieces, now).readings) expectStorable(reading);
        }),
        { numRuns: 500 },
      );
      const noise = Array.from({ length: 300 }, (_, index) =>
        new Uint8Array(1000).map((_byte, at) => (at * 7 + index * 13 + 3) % 251),
      );
      expect(play(protocol, noise, now).close).toMatch(/garbage|oversized/);
      expect(
        play(
          protocol,
          Array.from({ length: 300 }, () => new Uint8Array(1000).fill(0x41)),
          now,
        ).close,
      ).toMatch(/garbage|oversized/);
    });
  });
}

function expectStorable(reading: DeviceReading): void {
  const parsed = DevicePosition.safeParse(reading.lat === null ? { ...reading, lat: 0, lon: 0 } : reading);
  if (!parsed.success) throw new Error(`${JSON.stringify(reading)}: ${parsed.error.message}`);
  expect(JSON.stringify(reading.attributes)).not.toContain('\\u0000');
}

suite(wialon);
suite(egts);
suite(teltonika);
