import type { DeviceReading } from '@karavan/contracts';
import type { Reject } from '../reading.ts';
import type { DeviceMessage, DeviceProtocol, Step } from '../session.ts';
import { asciiBytes, NO_BYTES } from '../wire/bytes.ts';
import { append, dropFront, NOTHING, type Pending, viewOf } from '../wire/pending.ts';
import { decodeText, isPlain } from '../wire/text.ts';
import { withoutChecksum } from './checksum.ts';
import { type DecodedRecord, decodeRecord, FIELDS } from './decode.ts';
import { isAbsent } from './fields.ts';
import { frameWialon, LONGEST_PACKET, type WialonFrame } from './frame.ts';

export interface WialonState {
  pending: Pending;
  skip: number;
  unframed: number;
  device?: { uniqueId: string; hasChecksums: boolean };
}

/** A login is short; what comes without one is not listened to for long. */
const LONGEST_LOGIN = 4_096;
const MOST_UNFRAMED = 8_192;
const MOST_IN_BLACK_BOX = 5_000;
const SEMICOLON = 0x3b;

/** Wialon IPS 1.1, 2.0 and 2.1 over TCP; lines in the form of a datagram, which name their sender, are taken as well. */
export const wialon: DeviceProtocol<WialonState> = {
  name: 'wialon',
  start: { pending: NOTHING, skip: 0, unframed: 0 },
  deviceOf: ({ device }) => device?.uniqueId,
  onBytes(before, bytes, now) {
    const whole = append(before.pending, bytes);
    const cut = frameWialon(viewOf(whole), { skip: before.skip, searched: before.pending.length });
    const sense = cut.frames.some(({ type }) => type !== '');
    let state = moved(before, {
      pending: dropFront(whole, before.pending, cut.consumed),
      skip: cut.skip,
      unframed: sense ? 0 : before.unframed + cut.unframed,
    });
    const messages: DeviceMessage[] = [];
    for (const frame of cut.frames) {
      const step = onFrame(state, frame, now);
      state = step.state;
      for (const message of step.messages) messages.push(message);
    }
    if (state.pending.length > (state.device === undefined ? LONGEST_LOGIN : LONGEST_PACKET))
      return { state: { ...state, pending: NOTHING }, messages, close: 'oversized' };
    return state.unframed > MOST_UNFRAMED ? { state, messages, close: 'garbage' } : { state, messages };
  },
};

/** Most pieces of the stream are one whole message, which leaves everything as it was. */
function moved(before: WialonState, now: Pick<WialonState, 'pending' | 'skip' | 'unframed'>): WialonState {
  const isSame = now.pending === before.pending && now.skip === before.skip && now.unframed === before.unframed;
  return isSame ? before : { ...before, ...now };
}

type OnFrame = (state: WialonState, body: Uint8Array, now: Date) => Step<WialonState>;

const onLogin: OnFrame = (state, body) => {
  const fields = decodeText(body).split(';');
  const isVersioned = /^\d+\.\d+$/.test(fields[0] ?? '');
  if (isVersioned && !/^2\./.test(fields[0] ?? '')) return refuse(state, '#AL#0', 'version', `version ${fields[0]} is not known`);
  if (isVersioned && withoutChecksum(body, ';') === undefined) return refuse(state, '#AL#10', 'crc', 'the checksum does not fit');
  const uniqueId = fields[isVersioned ? 1 : 0] ?? '';
  if (isAbsent(uniqueId) || uniqueId.length > 128 || !isPlain(uniqueId))
    return refuse(state, '#AL#0', 'imei', 'is no id of a device');
  return { state: { ...state, device: { uniqueId, hasChecksums: isVersioned } }, messages: [answer('#AL#1')] };
};

/** SD and D differ in their length and in the code of a checksum that does not fit. */
function onRecord(type: 'SD' | 'D', count: number, badChecksum: string): OnFrame {
  const reply = (code: string) => `#A${type}#${code}`;
  const accepted = line(reply('1'));
  return (state, body, now) => {
    const { device } = state;
    if (device === undefined) return refuse(state, reply('-1'), 'login', 'data came before the login');
    const separators = countOf(body, SEMICOLON);
    // Some devices that say 1.1 when they log in write the checksum of 2.0 all the same.
    const isChecked = separators === count;
    if (separators !== count - (device.hasChecksums ? 0 : 1) && !isChecked)
      return refuse(state, reply('-1'), 'fields', `${separators + 1} fields`);
    const isBlank = isChecked && !device.hasChecksums && body.at(-1) === SEMICOLON;
    const content = !isChecked ? body : isBlank ? body.subarray(0, -1) : withoutChecksum(body, ';');
    if (content === undefined) return refuse(state, reply(badChecksum), 'crc', 'the checksum does not fit');
    const decoded = decodeRecord(decodeText(content).split(';'), { uniqueId: device.uniqueId, now });
    if ('fault' in decoded) return refuse(state, reply(decoded.fault.code), decoded.fault.path, decoded.fault.message);
    return { state, messages: [{ readings: [decoded.reading], rejects: [], reply: accepted }] };
  };
}

const onBlackBox: OnFrame = (state, body, now) => {
  const { device } = state;
  if (device === undefined) return refuse(state, '#AB#0', 'login', 'data came before the login');
  const content = device.hasChecksums ? withoutChecksum(body, '|') : body;
  if (content === undefined) return refuse(state, '#AB#', 'crc', 'the checksum does not fit');
  const readings: DeviceReading[] = [];
  const rejects: Reject[] = [];
  const pieces = decodeText(content).split('|');
  for (const [index, piece] of pieces.slice(0, MOST_IN_BLACK_BOX).entries()) {
    if (piece === '') continue;
    const decoded = decodePiece(piece, { uniqueId: device.uniqueId, now });
    if ('reading' in decoded) readings.push(decoded.reading);
    else rejects.push({ path: `${index}.${decoded.fault.path}`, message: decoded.fault.message });
  }
  return { state, messages: [{ readings, rejects, reply: line(`#AB#${readings.length}`) }] };
};

function decodePiece(piece: string, context: { uniqueId: string; now: Date }): DecodedRecord {
  const fields = piece.split(';');
  // One more separator at the end of a message costs nothing.
  if (fields.at(-1) === '' && (fields.length === FIELDS.short + 1 || fields.length === FIELDS.full + 1)) fields.pop();
  return decodeRecord(fields, context);
}

const onText: OnFrame = (state, body, now) => {
  const { device } = state;
  if (device === undefined) return refuse(state, '#AM#0', 'login', 'a text came before the login');
  const content = device.hasChecksums ? withoutChecksum(body, ';') : body;
  if (content === undefined) return refuse(state, '#AM#01', 'crc', 'the checksum does not fit');
  const reading: DeviceReading = {
    uniqueId: device.uniqueId,
    fixedAt: now.toISOString(),
    lat: null,
    lon: null,
    speedKmh: null,
    courseDeg: null,
    valid: false,
    attributes: { text: decodeText(content).replaceAll('\0', '').slice(0, 1344).toWellFormed() },
  };
  return { state, messages: [answer('#AM#1', [reading])] };
};

/** Files are not kept, so they are not confirmed. */
const onPicture: OnFrame = (state, body) => refuse(state, `#AI#${blockOf(body, 1)};0`, 'file', 'pictures are not kept');
const onTachograph: OnFrame = (state, body) =>
  refuse(state, `#AT#${blockOf(body, 2)};0`, 'file', 'tachograph files are not kept');

function blockOf(body: Uint8Array, field: number): string {
  const index = decodeText(body.subarray(0, 200)).split(';')[field] ?? '';
  return /^\d{1,9}$/.test(index) ? index : 'NA';
}

const HANDLERS: Readonly<Record<string, OnFrame>> = {
  L: onLogin,
  SD: onRecord('SD', FIELDS.short, '13'),
  D: onRecord('D', FIELDS.full, '16'),
  B: onBlackBox,
  P: (state) => ({ state, messages: [answer('#AP#')] }),
  M: onText,
  I: onPicture,
  T: onTachograph,
  IT: (state) => refuse(state, '#AIT#0', 'file', 'tachograph files are not kept'),
};

function onFrame(before: WialonState, { type, body, sender }: WialonFrame, now: Date): Step<WialonState> {
  const state = sender === undefined ? before : { ...before, device: sender };
  const handler = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
  if (handler !== undefined) return handler(state, body, now);
  const rejects = [{ path: 'type', message: type === '' ? 'a line that is no packet' : `packets of type ${type} are not known` }];
  return { state, messages: [{ readings: [], rejects, reply: NO_BYTES }] };
}

function countOf(bytes: Uint8Array, wanted: number): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === wanted) count += 1;
  return count;
}

function line(text: string): Uint8Array {
  return asciiBytes(`${text}\r\n`);
}

const answer = (text: string, readings: DeviceReading[] = []): DeviceMessage => ({ readings, rejects: [], reply: line(text) });

const refuse = (state: WialonState, reply: string, path: string, message: string): Step<WialonState> => ({
  state,
  messages: [{ readings: [], rejects: [{ path, message }], reply: line(reply) }],
});
