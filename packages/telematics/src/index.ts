export { egts } from './egts/session.ts';
export { type DecodedOsmand, decodeOsmand } from './osmand/decode.ts';
export type { Decoded, Reject } from './reading.ts';
export type { CloseReason, DeviceMessage, DeviceProtocol, Step } from './session.ts';
export { teltonika } from './teltonika/session.ts';
export { wialon } from './wialon/session.ts';
