/** JSON of the client account or of any provider → tables. Nesting is counted before anything is built. */
import { refuseUnfinished, wholeOf } from './envelope.ts';
import { isObject } from './flatten.ts';
import { MAX_COLUMNS, MAX_DEPTH } from './limits.ts';
import { normaliseTree } from './normalise-tree.ts';
import { recordTables } from './records.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';

export function readJson(text: string, name: string): Table[] {
  const open = openAtEnd(text, name);
  const root = parse(text) ?? parseLines(text);
  if (root === undefined) {
    if (open > 0) throw new ReportError('TRUNCATED', `${name} is cut off before its end; download or send it again.`);
    throw new ReportError('NOT_A_REPORT', `${name} starts like JSON and is none; download or send it again.`);
  }
  const tree = unpacked(root, 0);
  refuseUnfinished(tree, name);
  const whole = wholeOf(tree);
  return recordTables(normaliseTree(tree)).map((table) => (whole === undefined ? table : { ...table, whole }));
}

const CALL = /^(?:\/\*\*\/\s{0,9})?(?:[\w$.]{1,60}\(|(?:for\(;;\)|while\(1\));|\)\]\}',?)\s{0,9}(?=[[{])/;
const CALL_END = /\)\s{0,9};?$/;

/** JSON handed to a function (JSONP), or behind what keeps a page from running it; undefined for anything else. */
export function withoutCall(text: string): string | undefined {
  const trimmed = text.trim();
  const head = CALL.exec(trimmed.slice(0, 200))?.[0];
  if (head === undefined) return undefined;
  const rest = trimmed.slice(head.length);
  return head.trimEnd().endsWith('(') ? rest.slice(0, -20) + rest.slice(-20).replace(CALL_END, '') : rest;
}

/** How many brackets are still open at the end; throws for more at once than any report nests. */
function openAtEnd(text: string, name: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = endOfString(text, at);
    else if (char === 0x5b || char === 0x7b) depth += 1;
    else if (char === 0x5d || char === 0x7d) depth -= 1;
    if (depth > MAX_DEPTH) throw new ReportError('NOT_A_REPORT', `${name} is nested deeper than any report.`);
  }
  return depth;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x5c) at += 1;
    else if (char === 0x22) return at;
  }
  return text.length;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // not one JSON text: an answer, not a failure
  }
}

/** One object a line. */
function parseLines(text: string): unknown {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => /^\s*\{.*\}\s*,?\s*$/.test(line))) return undefined;
  const values = lines.map((line) => parse(line.trim().replace(/,$/, '')));
  return values.every((value) => value !== undefined) ? values : undefined;
}

const MAX_PACKED = 3;

/** A gateway may put the reply of another into a text of its own. */
function unpacked(value: unknown, depth: number): unknown {
  if (depth >= MAX_PACKED) return value;
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    openAtEnd(value, 'The text inside');
    return unpacked(parse(value) ?? value, depth + 1);
  }
  if (!isObject(value)) return value;
  let seen = 0;
  for (const key in value) {
    seen += 1;
    if (seen > MAX_COLUMNS) break;
    const inner = unpacked(value[key], depth + 1);
    if (inner !== value[key]) value[key] = inner;
  }
  return value;
}
