/** XML → a tree of plain values: elements by name, a list where a name repeats, attributes as values beside them. */
import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';
import { MAX_COLUMNS } from './limits.ts';
import { checkXml } from './xml-check.ts';

export type Node = CheerioAPI['_root']['children'][number];
/** without a prototype, so that no element name means anything else */
export interface XmlTree {
  [name: string]: XmlValue;
}
type XmlValue = string | XmlTree | XmlValue[];

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
export const childrenOf = (node: Node): readonly Node[] => ('children' in node ? node.children : []);
export const nameOf = (node: Node): string => ('name' in node && node.type === 'tag' ? localName(node.name) : '');

/** The nodes at the top. Depth is bounded by the check, so recursion below is too. Throws ReportError. */
export function parseXml(text: string): readonly Node[] {
  checkXml(text);
  return load(text, { xml: { xmlMode: true, decodeEntities: true, recognizeCDATA: true } })
    .root()
    .contents()
    .toArray();
}

/** All text below a node. */
export function textOf(node: Node): string {
  if (node.type === 'text') return node.data;
  return childrenOf(node).map(textOf).join('');
}

/** A reply may hold another document as its text: that is opened too, twice at most. */
export function toTree(nodes: readonly Node[], opened = 0): XmlTree {
  const tree: XmlTree = Object.create(null) as XmlTree;
  for (const node of nodes) {
    const name = nameOf(node);
    if (name === '') continue;
    const value = elementValue(node, opened);
    const known = tree[name];
    if (known === undefined) tree[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else tree[name] = [known, value];
  }
  return tree;
}

function elementValue(node: Node, opened: number): XmlValue {
  const children = childrenOf(node);
  const attributes =
    'attribs' in node
      ? Object.entries(node.attribs)
          .slice(0, MAX_COLUMNS)
          .filter(([name]) => !/^xmlns|:(type|nil)$/.test(name))
      : [];
  const hasElements = children.some((child) => nameOf(child) !== '');
  const text = hasElements ? '' : textOf(node);
  if (opened < 2 && /^\s*<[?\w]/.test(text)) return toTree(parseXml(text), opened + 1);
  if (!hasElements && attributes.length === 0) return text;
  const tree = toTree(children, opened);
  for (const [name, value] of attributes) tree[localName(name)] ??= value;
  if (text.trim() !== '') tree['value'] ??= text;
  return tree;
}
