/** One argument: an atom, a quoted text or a literal is a string, `(a b)` a list. */
export type Argument = string | Argument[];

/** One command of a client. `UID` commands have both words as their name. */
export interface Command {
  tag: string;
  name: string;
  args: Argument[];
}

/** Cuts what a client sends into commands; `goOn` is called when it waits to send a literal. */
export class CommandReader {
  private rest: Buffer = Buffer.alloc(0);
  private text = '';
  private literals: string[] = [];
  private awaited: number | undefined;
  private readonly goOn: () => void;

  constructor(goOn: () => void) {
    this.goOn = goOn;
  }

  take(chunk: Buffer): Command[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const done: Command[] = [];
    for (;;) {
      if (this.awaited !== undefined) {
        if (this.rest.length < this.awaited) return done;
        this.literals.push(this.rest.toString('utf8', 0, this.awaited));
        this.rest = this.rest.subarray(this.awaited);
        this.awaited = undefined;
      }
      const end = this.rest.indexOf('\r\n');
      if (end === -1) return done;
      const line = this.rest.toString('utf8', 0, end);
      this.rest = this.rest.subarray(end + 2);
      const size = /\{(\d+)(\+?)\}$/.exec(line);
      this.text += line.replace(/\{\d+\+?\}$/, LITERAL);
      if (size !== null) {
        this.awaited = Number(size[1]);
        if (size[2] !== '+') this.goOn();
        continue;
      }
      done.push(this.finish());
    }
  }

  private finish(): Command {
    const tokens = this.text.match(/"(?:\\.|[^"\\])*"|[()]|[^\s()"[]*\[[^\]]*\](?:<[^>]*>)?|[^\s()"]+/g) ?? [];
    const [tag = '', first = '', ...args] = toArguments(tokens, this.literals);
    this.text = '';
    this.literals = [];
    const name = String(first).toUpperCase();
    if (name !== 'UID') return { tag: String(tag), name, args };
    return { tag: String(tag), name: `UID ${String(args[0] ?? '').toUpperCase()}`, args: args.slice(1) };
  }
}

/** stands in the line for a literal; no client sends it as an atom */
const LITERAL = '{}';

function toArguments(tokens: string[], literals: string[]): Argument[] {
  const list: Argument[] = [];
  for (let token = tokens.shift(); token !== undefined && token !== ')'; token = tokens.shift()) {
    if (token === '(') list.push(toArguments(tokens, literals));
    else if (token === LITERAL) list.push(literals.shift() ?? '');
    else list.push(token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token);
  }
  return list;
}
