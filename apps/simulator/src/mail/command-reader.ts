/** One command of a client, its arguments unquoted. `UID` commands have both words as their name. */
export interface Command {
  tag: string;
  name: string;
  args: string[];
}

/** Cuts what a client sends into commands; `goOn` is called when it waits to send a literal. */
export class CommandReader {
  private rest: Buffer = Buffer.alloc(0);
  private parts: string[] = [];
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
        this.parts.push(this.rest.toString('utf8', 0, this.awaited));
        this.rest = this.rest.subarray(this.awaited);
        this.awaited = undefined;
      }
      const end = this.rest.indexOf('\r\n');
      if (end === -1) return done;
      const line = this.rest.toString('utf8', 0, end);
      this.rest = this.rest.subarray(end + 2);
      const size = /\{(\d+)\}$/.exec(line)?.[1];
      this.parts.push(...words(line.replace(/\{\d+\}$/, '')));
      if (size !== undefined) {
        this.awaited = Number(size);
        this.goOn();
        continue;
      }
      const [tag = '', first = '', ...args] = this.parts;
      this.parts = [];
      const name = first.toUpperCase();
      done.push(
        name === 'UID' ? { tag, name: `UID ${(args[0] ?? '').toUpperCase()}`, args: args.slice(1) } : { tag, name, args },
      );
    }
  }
}

const words = (line: string): string[] =>
  (line.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? []).map((word) =>
    word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word,
  );
