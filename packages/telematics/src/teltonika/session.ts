import type { DeviceMessage, DeviceProtocol, Step } from '../session.ts';
import { NO_BYTES } from '../wire/bytes.ts';
import { append, dropFront, NOTHING, type Pending, viewOf } from '../wire/pending.ts';
import { decodeTeltonika } from './decode.ts';
import { frameTeltonika, type TeltonikaFrame } from './frame.ts';

export interface TeltonikaState {
  pending: Pending;
  imei?: string;
}

const ACCEPTED = Uint8Array.of(0x01);
const REFUSED = Uint8Array.of(0x00);

/** Teltonika over TCP: an IMEI, then packets of codec 8, 8E or 16, each answered with the number of records taken. */
export const teltonika: DeviceProtocol<TeltonikaState> = {
  name: 'teltonika',
  start: { pending: NOTHING },
  deviceOf: ({ imei }) => imei,
  onBytes(before, bytes, now) {
    const whole = append(before.pending, bytes);
    const cut = frameTeltonika(viewOf(whole));
    let state: TeltonikaState = { ...before, pending: dropFront(whole, before.pending, cut.consumed) };
    const messages: DeviceMessage[] = [];
    for (const frame of cut.frames) {
      const step = onFrame(state, frame, now);
      state = step.state;
      messages.push(...step.messages);
      if (step.close !== undefined) return { state, messages, close: step.close };
    }
    if (cut.problem === undefined) return { state, messages };
    // A login that is none is answered as the maker says; later there is nothing to answer.
    if (state.imei === undefined)
      messages.push({ readings: [], rejects: [{ path: 'login', message: 'is no IMEI' }], reply: REFUSED });
    return { state, messages, close: cut.problem };
  },
};

function onFrame(state: TeltonikaState, frame: TeltonikaFrame, now: Date): Step<TeltonikaState> {
  if (frame.kind === 'login')
    return { state: { ...state, imei: frame.imei }, messages: [{ readings: [], rejects: [], reply: ACCEPTED }] };
  if (state.imei === undefined) {
    const rejects = [{ path: 'login', message: 'data came before the IMEI' }];
    return { state, messages: [{ readings: [], rejects, reply: REFUSED }], close: 'refused' };
  }
  if (!frame.intact) {
    const rejects = [{ path: 'crc', message: 'the checksum does not fit' }];
    return { state, messages: [{ readings: [], rejects, reply: countOf(0) }] };
  }
  const { accepted, ...decoded } = decodeTeltonika(frame.data, { uniqueId: state.imei, now });
  return { state, messages: [{ ...decoded, reply: accepted === undefined ? NO_BYTES : countOf(accepted) }] };
}

/** The device keeps everything unless the number is the one it sent. */
const countOf = (records: number): Uint8Array => Uint8Array.of(0, 0, 0, records);
