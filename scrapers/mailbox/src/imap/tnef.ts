/** What Outlook sends as `winmail.dat`: one wrapper around all attachments (Transport Neutral Encapsulation Format, [MS-OXTNEF]). */

export interface TnefFile {
  /** empty where it has none */
  name: string;
  bytes: Uint8Array;
}

const SIGNATURE = 0x223e9f78;
const HEAD_BYTES = 6;
/** level, id, length; and a checksum after the data */
const ATTRIBUTE_BYTES = 9;
const CHECKSUM_BYTES = 2;
const ATTACH_BEGINS = 0x00069002;
const ATTACH_TITLE = 0x00018010;
const ATTACH_DATA = 0x0006800f;
const CODE_PAGE = 0x00069007;
const USUAL_CODE_PAGE = 1251;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const isTnef = (bytes: Uint8Array): boolean =>
  bytes.length >= HEAD_BYTES && viewOf(bytes).getUint32(0, true) === SIGNATURE;

/** The attachments in the wrapper, in order. @throws Error when it is cut off or damaged */
export function unwrapTnef(bytes: Uint8Array): TnefFile[] {
  const files: TnefFile[] = [];
  let codePage = USUAL_CODE_PAGE;
  for (const { id, data } of attributesOf(bytes)) {
    const file = files.at(-1);
    if (id === CODE_PAGE && data.length >= 4) codePage = viewOf(data).getUint32(0, true);
    else if (id === ATTACH_BEGINS) files.push({ name: '', bytes: new Uint8Array() });
    else if (id === ATTACH_TITLE && file !== undefined) file.name = textOf(data, codePage);
    else if (id === ATTACH_DATA && file !== undefined) file.bytes = data;
  }
  return files.filter((file) => file.bytes.length > 0);
}

function* attributesOf(bytes: Uint8Array): Generator<{ id: number; data: Uint8Array }> {
  const view = viewOf(bytes);
  for (let at = HEAD_BYTES; at < bytes.length; ) {
    const from = at + ATTRIBUTE_BYTES;
    const to = from <= bytes.length ? from + view.getUint32(at + 5, true) : Number.POSITIVE_INFINITY;
    if (to + CHECKSUM_BYTES > bytes.length) throw new Error('the wrapper Outlook made (winmail.dat) is cut off');
    const data = bytes.subarray(from, to);
    if (sumOf(data) !== view.getUint16(to, true)) throw new Error('the wrapper Outlook made (winmail.dat) is damaged');
    yield { id: view.getUint32(at + 1, true), data };
    at = to + CHECKSUM_BYTES;
  }
}

function sumOf(data: Uint8Array): number {
  let sum = 0;
  for (const byte of data) sum = (sum + byte) & 0xffff;
  return sum;
}

function textOf(data: Uint8Array, codePage: number): string {
  const bytes = data.subarray(0, data.indexOf(0) === -1 ? data.length : data.indexOf(0));
  const label = codePage === 65001 ? 'utf-8' : codePage === 866 ? 'ibm866' : `windows-${codePage}`;
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes); // a code page nobody here knows
  }
}
