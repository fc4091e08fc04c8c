/**
 * What a wagon operation of a report means. Reports name one and the same operation by a full name, by a four-letter
 * mnemonic or by a number; names are the most stable of the three, so: name first, mnemonic second, number last.
 */
import type { Operation, RailEvent } from '@karavan/contracts';
import { KEYWORDS, NAMED_OPERATIONS, OPERATIONS } from './operation-table.ts';
import { collapseSpaces, isMissing, nameKey } from './text.ts';

export interface OperationText {
  /** whatever stands in the operation column: a name, a name with its number in brackets, a mnemonic or a number */
  text?: string;
  mnemonic?: string;
  code?: string;
}

interface Known {
  code?: string;
  mnemonic?: string;
  name: string;
  event: RailEvent;
}

const byName = new Map<string, Known>();
const byMnemonic = new Map<string, Known>();
const byCode = new Map<string, Known>();
for (const [code, mnemonic, event, ...names] of OPERATIONS) {
  const known: Known = { code, name: names[0], event, ...(mnemonic ? { mnemonic } : {}) };
  byCode.set(code, known);
  if (mnemonic) byMnemonic.set(nameKey(mnemonic), known);
  for (const name of names) byName.set(nameKey(name), known);
}
for (const [event, names] of NAMED_OPERATIONS) {
  for (const name of names) if (!byName.has(nameKey(name))) byName.set(nameKey(name), { name, event });
}

/**
 * The operation as the report states it, with what the classifier adds: a missing number or mnemonic of a known name,
 * a name where only a mnemonic or a number was given. Undefined when nothing here is in the classifier.
 */
export function findOperation(given: OperationText): Operation | undefined {
  const stated = read(given);
  const known =
    (stated.text && (byName.get(nameKey(stated.text)) ?? byMnemonic.get(nameKey(stated.text)))) ||
    (stated.mnemonic && (byMnemonic.get(nameKey(stated.mnemonic)) ?? byName.get(nameKey(stated.mnemonic)))) ||
    (stated.code && byCode.get(stated.code)) ||
    undefined;
  return known && describe(stated, known);
}

/**
 * As {@link findOperation}, and for unknown texts a guess by key words; what even they do not know is OTHER with the
 * text kept. Throws RangeError when there is no text, mnemonic or number at all: such a row has no operation.
 */
export function classifyOperation(given: OperationText): Operation {
  const known = findOperation(given);
  if (known) return known;
  const stated = read(given);
  const name = stated.text ?? stated.mnemonic ?? stated.code;
  if (name === undefined) throw new RangeError('an operation needs a name, a mnemonic or a number');
  return describe(stated, { name, event: guess(nameKey(`${stated.text ?? ''} ${stated.mnemonic ?? ''}`)) });
}

/** True when the text, mnemonic or number says anything at all. */
export function hasOperation(given: OperationText): boolean {
  const { text, mnemonic, code } = read(given);
  return text !== undefined || mnemonic !== undefined || code !== undefined;
}

function read(given: OperationText): OperationText {
  const { text: whole, code: bracket } = splitCode(clean(given.text));
  const number = whole !== undefined && /^\d{1,3}$/.test(whole) ? whole : undefined;
  const code = clean(given.code) ?? bracket ?? number;
  const text = number === undefined ? whole : undefined;
  const mnemonic = clean(given.mnemonic);
  return {
    ...(text === undefined ? {} : { text }),
    ...(mnemonic === undefined ? {} : { mnemonic }),
    ...(code === undefined ? {} : { code: code.replace(/^0+(?=\d)/, '') }),
  };
}

function splitCode(text: string | undefined): { text: string | undefined; code?: string } {
  const found = text === undefined ? null : /^(.*\D)\s*\((\d{1,3})\)$/.exec(text);
  return found?.[1] && found[2] ? { text: found[1].trim(), code: found[2] } : { text };
}

function clean(text: string | undefined): string | undefined {
  return text === undefined || isMissing(text) ? undefined : collapseSpaces(text);
}

function describe(stated: OperationText, known: Known): Operation {
  const code = stated.code ?? known.code;
  const givenMnemonic = stated.mnemonic ?? (stated.text && byMnemonic.has(nameKey(stated.text)) ? stated.text : undefined);
  const mnemonic = givenMnemonic ?? known.mnemonic;
  const name = stated.text !== undefined && !byMnemonic.has(nameKey(stated.text)) ? stated.text : known.name;
  return { ...(code ? { code } : {}), ...(mnemonic ? { mnemonic } : {}), name, event: known.event };
}

function guess(key: string): RailEvent {
  return KEYWORDS.find(([pattern]) => pattern.test(key))?.[1] ?? 'OTHER';
}
