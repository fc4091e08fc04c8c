/**
 * Whether a text is XML that may be built into a tree: tags that match, no deeper and no more than a report has, and no
 * entities of its own. One pass, each character looked at a bounded number of times.
 */
import { MAX_DEPTH, MAX_TAGS } from './limits.ts';
import { ReportError } from './report-error.ts';

const ENDS: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/** Throws ReportError: TRUNCATED, TOO_LARGE, NOT_A_REPORT. */
export function checkXml(text: string): void {
  const open: string[] = [];
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0; ) {
    const special = ENDS.find(([start]) => text.startsWith(start, at));
    const to = text.indexOf(special?.[1] ?? '>', at);
    if (to < 0) throw truncated();
    if (special?.[0] === '<!') refuseEntities(text, at);
    if (!special) {
      tags += 1;
      countTag(open, text.slice(at + 1, to));
    }
    if (tags > MAX_TAGS) throw new ReportError('TOO_LARGE', "The XML has far more tags than a report; send one day's report.");
    at = text.indexOf('<', to + 1);
  }
  if (open.length > 0) throw truncated();
}

function countTag(open: string[], inside: string): void {
  if (inside.endsWith('/')) return;
  const name = /^\/?\s*([^\s/]*)/.exec(inside.slice(0, 200))?.[1] ?? '';
  if (!inside.startsWith('/')) open.push(name);
  else if (open.pop() !== name) throw new ReportError('NOT_A_REPORT', 'The XML is damaged: its tags do not match.');
  if (open.length > MAX_DEPTH) throw new ReportError('NOT_A_REPORT', 'The XML is nested deeper than any report.');
}

/** A document type of its own may define entities that grow without end; reports have none. */
function refuseEntities(text: string, at: number): void {
  const head = text.slice(at, at + 4096);
  if (/^<!(?:ENTITY|DOCTYPE[^>]*\[)/i.test(head)) {
    throw new ReportError('NOT_A_REPORT', 'The XML defines entities of its own, which no report does; it was not opened.');
  }
}

const truncated = () => new ReportError('TRUNCATED', 'The XML is cut off before its end; download or send it again.');
