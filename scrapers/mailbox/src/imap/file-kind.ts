/** What a file is by its first bytes, where its name does not tell: mail programs lose names, and call anything `.dat`. */
const NAMELESS = /^[^.]*$|\.(dat|bin|tmp)$/i;
/** how a workbook's own parts are called in its archive */
const XLSX_PART = Buffer.from('xl/workbook');
const XLS_STREAMS = ['Workbook', 'Book'].map((name) => Buffer.from(name, 'utf16le'));

/** The name with the extension its bytes call for; as it is where it has one of its own. */
export function namedByBytes(fileName: string, bytes: Uint8Array): string {
  if (!NAMELESS.test(fileName)) return fileName;
  const extension = extensionOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return extension === undefined ? fileName : `${fileName}.${extension}`;
}

function extensionOf(bytes: Buffer): string | undefined {
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x504b0304) return bytes.includes(XLSX_PART) ? 'xlsx' : 'zip';
  const isCompound = bytes.length >= 4 && bytes.readUInt32BE(0) === 0xd0cf11e0;
  return isCompound && XLS_STREAMS.some((name) => bytes.includes(name)) ? 'xls' : undefined;
}
