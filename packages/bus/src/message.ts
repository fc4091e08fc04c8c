/** PostgreSQL carries less than 8000 bytes in one notification. */
const LONGEST_PAYLOAD_BYTES = 4_000;

export type Message = { topic: string; payload: string | undefined };

/** The topic on the first line, the payload on the rest, so that "no payload" and "empty payload" stay two things. */
export function encodeMessage({ topic, payload }: Message): string {
  const isHint = payload !== undefined && Buffer.byteLength(payload) <= LONGEST_PAYLOAD_BYTES;
  return isHint ? `${topic}\n${payload}` : topic;
}

export function decodeMessage(text: string): Message {
  const end = text.indexOf('\n');
  return end < 0 ? { topic: text, payload: undefined } : { topic: text.slice(0, end), payload: text.slice(end + 1) };
}
