/** Which of the code pages a Russian text came in: UTF-8 when it is valid UTF-8, else by what makes Russian words. */
import iconv from 'iconv-lite';

const CANDIDATES = ['utf8', 'win1251', 'cp866', 'koi8-r'] as const;
/** words of every dislocation report, in lower case */
const WORDS = ['вагон', 'станц', 'операц', 'дислокац', 'накладн', 'дорог', 'поезд', 'груз'];
/** enough to see a header and some rows */
const SAMPLE_BYTES = 256 * 1024;

/**
 * Text of the bytes without a byte order mark. A declared charset is not asked: saved pages keep the declaration of
 * the page they were saved from.
 */
export function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(buffer, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(buffer, 'utf-16be');
  return decodeUtf8(bytes) ?? iconv.decode(buffer, guessCodePage(bytes.subarray(0, SAMPLE_BYTES)));
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // not UTF-8: an answer, not a failure
  }
}

/** UTF-8 stays among the candidates: one damaged byte must not turn a whole report into another alphabet. */
export function guessCodePage(sample: Uint8Array): (typeof CANDIDATES)[number] {
  let best: (typeof CANDIDATES)[number] = 'win1251';
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const codePage of CANDIDATES) {
    const score = russianScore(iconv.decode(Buffer.from(sample), codePage));
    if (score > bestScore) {
      best = codePage;
      bestScore = score;
    }
  }
  return best;
}

/** Known words weigh most; then letters of the alphabet against everything else that is not ASCII. */
function russianScore(text: string): number {
  const lower = text.toLowerCase();
  const words = WORDS.filter((word) => lower.includes(word)).length;
  const letters = text.match(/[А-Яа-яЁё]/g)?.length ?? 0;
  const strange = text.match(/[^\p{ASCII}А-Яа-яЁё№«»—–\u00a0]/gu)?.length ?? 0;
  return words * 1000 + (letters - 3 * strange) / (letters + strange + 1);
}
