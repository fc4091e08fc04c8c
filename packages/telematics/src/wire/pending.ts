/**
 * Bytes that wait for more of them. To append costs what is appended, not what waits, however small the pieces; and yet
 * an older value stays what it was: whoever appends to it a second time gets a copy.
 */
export interface Pending {
  room: { bytes: Uint8Array; used: number };
  length: number;
}

export const NOTHING: Pending = { room: { bytes: new Uint8Array(0), used: 0 }, length: 0 };

export const viewOf = ({ room, length }: Pending): Uint8Array =>
  length === room.bytes.length ? room.bytes : room.bytes.subarray(0, length);

/** What waits and what came, as one. The result holds on to `bytes` where nothing waited: keep it by `dropFront`. */
export function append(pending: Pending, bytes: Uint8Array): Pending {
  if (pending.length === 0) return { room: { bytes, used: bytes.length }, length: bytes.length };
  const length = pending.length + bytes.length;
  const room = hasRoom(pending, length) ? pending.room : copyOf(viewOf(pending), length * 2);
  room.bytes.set(bytes, pending.length);
  room.used = length;
  return { room, length };
}

/** What is left after `consumed` bytes, to be kept: it holds on to nothing else. */
export function dropFront(whole: Pending, before: Pending, consumed: number): Pending {
  if (consumed >= whole.length) return NOTHING;
  if (consumed === 0 && before.length > 0) return whole;
  const left = viewOf(whole).subarray(consumed);
  return { room: copyOf(left, left.length), length: left.length };
}

const hasRoom = ({ room, length }: Pending, needed: number): boolean => room.used === length && needed <= room.bytes.length;

function copyOf(bytes: Uint8Array, size: number): Pending['room'] {
  const copy = new Uint8Array(size);
  copy.set(bytes);
  return { bytes: copy, used: bytes.length };
}
