import type { DeviceReading } from '@karavan/contracts';
import type { Reject } from '../reading.ts';
import type { DeviceMessage, DeviceProtocol, Step } from '../session.ts';
import { concat, NO_BYTES } from '../wire/bytes.ts';
import { append, dropFront, NOTHING, type Pending, viewOf } from '../wire/pending.ts';
import { CODE, PACKET, SERVICE } from './codes.ts';
import { decodeTeledata } from './decode.ts';
import { type EgtsFrame, frameEgts } from './frame.ts';
import { readIdentity } from './identity.ts';
import { type EgtsRecord, readRecords } from './records.ts';
import { buildResponse, buildResult, type Confirmed } from './respond.ts';

export interface EgtsState {
  pending: Pending;
  lost: boolean;
  /** bytes without a packet in them since the last good one */
  skipped: number;
  spokeEgts: boolean;
  /** number of our next packet */
  pid: number;
  /** the terminal of this connection, where it presented itself */
  terminal?: string;
}

/** Whoever has never sent a packet gets a short hearing; after a broken header the rest of that packet may follow. */
const MOST_SKIPPED = { strange: 2_048, known: 140_000 };

/** EGTS over TCP: GOST R 54619-2011, GOST 33472-2015, order 285. Terminals and platforms that relay many objects. */
export const egts: DeviceProtocol<EgtsState> = {
  name: 'egts',
  start: { pending: NOTHING, lost: false, skipped: 0, spokeEgts: false, pid: 0 },
  deviceOf: ({ terminal }) => terminal,
  onBytes(before, bytes, now) {
    const whole = append(before.pending, bytes);
    const cut = frameEgts(viewOf(whole), before.lost);
    const pending = dropFront(whole, before.pending, cut.consumed);
    let state: EgtsState = { ...before, pending, lost: cut.lost, skipped: before.skipped + cut.skipped };
    const messages: DeviceMessage[] = [];
    for (const frame of cut.frames) {
      const step = onFrame(state, frame, now);
      state = step.state;
      messages.push(...step.messages);
    }
    const most = state.spokeEgts ? MOST_SKIPPED.known : MOST_SKIPPED.strange;
    return state.skipped > most ? { state, messages, close: 'garbage' } : { state, messages };
  },
};

function onFrame(state: EgtsState, frame: EgtsFrame, now: Date): Step<EgtsState> {
  if (frame.code !== CODE.ok) {
    const reply = isFromServer(frame) ? NO_BYTES : respond(state, frame, []);
    const rejects = [{ path: `packet ${frame.pid}`, message: `refused with ${frame.code}` }];
    return { state: advance(state, reply === NO_BYTES ? 0 : 1), messages: [{ readings: [], rejects, reply }] };
  }
  const known = { ...state, spokeEgts: true, skipped: 0 };
  if (frame.packetType === PACKET.response) return { state: known, messages: [silent()] };
  if (frame.packetType === PACKET.appData) return onRecords(known, frame, now);
  if (frame.packetType === PACKET.signedAppData) {
    const signature = (frame.body[0] ?? 0) | ((frame.body[1] ?? 0) << 8);
    return onRecords(known, { ...frame, body: frame.body.subarray(2 + signature) }, now);
  }
  const reply = respond(known, { ...frame, code: CODE.unsupportedType }, []);
  const rejects = [{ path: `packet ${frame.pid}`, message: `packet type ${frame.packetType}` }];
  return { state: advance(known, 1), messages: [{ readings: [], rejects, reply }] };
}

/** An answer is never answered, not even a broken one. */
const isFromServer = ({ packetType, code }: EgtsFrame): boolean => packetType === PACKET.response && code !== CODE.headerCrc;

const silent = (): DeviceMessage => ({ readings: [], rejects: [], reply: NO_BYTES });

const advance = (state: EgtsState, packets: number): EgtsState => ({ ...state, pid: (state.pid + packets) & 0xffff });

const respond = (state: EgtsState, { pid, code }: EgtsFrame, confirmed: readonly Confirmed[]): Uint8Array =>
  buildResponse({ pid: state.pid, to: pid, code, confirmed });

function onRecords(before: EgtsState, frame: EgtsFrame, now: Date): Step<EgtsState> {
  const { records, torn } = readRecords(frame.body);
  const readings: DeviceReading[] = [];
  const rejects: Reject[] = torn ? [{ path: `packet ${frame.pid}`, message: 'a record reaches beyond the packet' }] : [];
  const confirmed: Confirmed[] = [];
  let state = before;
  let objectId: number | undefined;
  let isAsked = false;
  for (const record of records) {
    objectId = record.objectId ?? objectId;
    if (record.service === SERVICE.auth) {
      const identity = readIdentity(record);
      isAsked ||= identity.asked;
      if (identity.uniqueId !== undefined) state = { ...state, terminal: identity.uniqueId };
      confirmed.push({ record, code: CODE.ok });
      continue;
    }
    const uniqueId = objectId === undefined ? state.terminal : String(objectId);
    const taken = takeRecord({
      record,
      uniqueId,
      fallbackAt: readings.findLast((item) => item.uniqueId === uniqueId)?.fixedAt ?? now.toISOString(),
    });
    readings.push(...taken.readings);
    rejects.push(...taken.rejects);
    confirmed.push({ record, code: taken.code });
  }
  const code = torn ? CODE.dataForm : CODE.ok;
  const response = respond(state, { ...frame, code }, confirmed);
  if (!isAsked) return { state: advance(state, 1), messages: [{ readings, rejects, reply: response }] };
  const result = buildResult((state.pid + 1) & 0xffff, CODE.ok);
  return { state: advance(state, 2), messages: [{ readings, rejects, reply: concat([response, result]) }] };
}

/** What is not kept is never confirmed: of no known object 153, of a service we do not serve 148 or 150. */
function takeRecord(input: { record: EgtsRecord; uniqueId: string | undefined; fallbackAt: string }): {
  readings: DeviceReading[];
  rejects: Reject[];
  code: number;
} {
  const { record, uniqueId, fallbackAt } = input;
  const refuse = (code: number, message: string) => ({
    readings: [],
    rejects: [{ path: `record ${record.number}`, message }],
    code,
  });
  if (record.service !== SERVICE.teledata) {
    const isOther = Object.values<number>(SERVICE).includes(record.service);
    return refuse(isOther ? CODE.serviceNotFound : CODE.serviceUnknown, `service ${record.service}`);
  }
  if (uniqueId === undefined) return refuse(CODE.idNotFound, 'neither an object id nor a terminal that presented itself');
  const decoded = decodeTeledata(record, { uniqueId, fallbackAt });
  return { ...decoded, code: record.torn ? CODE.dataForm : CODE.ok };
}
