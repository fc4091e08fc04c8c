/** One response of the server: its text with every literal replaced by `{n}`, and the literals in order. */
export interface ServerLine {
  text: string;
  literals: Buffer[];
}

const MAX_LINE_BYTES = 1024 * 1024;
const MAX_LITERAL_BYTES = 64 * 1024 * 1024;

/** Cuts what comes over the wire into responses, wherever the packets end. */
export class ResponseReader {
  private chunks: Buffer[] = [];
  private size = 0;
  private line: ServerLine = { text: '', literals: [] };
  /** bytes the literal under way still needs */
  private awaited: number | undefined;

  /** Responses that are complete with this chunk. @throws Error for a line or literal no mail has */
  take(chunk: Buffer): ServerLine[] {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const done: ServerLine[] = [];
    for (let line = this.next(); line !== 'more'; line = this.next()) if (line !== 'part') done.push(line);
    return done;
  }

  private next(): ServerLine | 'part' | 'more' {
    if (this.awaited !== undefined) return this.literal(this.awaited);
    const all = this.joined();
    const end = all.indexOf('\r\n');
    if (end === -1) {
      if (all.length > MAX_LINE_BYTES) throw new Error(`a line of more than ${MAX_LINE_BYTES} bytes`);
      return 'more';
    }
    const text = all.toString('latin1', 0, end);
    this.drop(all, end + 2);
    const size = /\{(\d{1,12})\}$/.exec(text)?.[1];
    if (size === undefined) {
      const line = { ...this.line, text: this.line.text + text };
      this.line = { text: '', literals: [] };
      return line;
    }
    if (Number(size) > MAX_LITERAL_BYTES) throw new Error(`a text of ${size} bytes`);
    this.line.text += text;
    this.awaited = Number(size);
    return 'part';
  }

  private literal(size: number): 'part' | 'more' {
    if (this.size < size) return 'more';
    const all = this.joined();
    this.line.literals.push(Buffer.from(all.subarray(0, size)));
    this.drop(all, size);
    this.awaited = undefined;
    return 'part';
  }

  private joined(): Buffer {
    if (this.chunks.length === 1) return this.chunks[0] ?? Buffer.alloc(0);
    const all = Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }

  private drop(all: Buffer, bytes: number): void {
    this.chunks = [all.subarray(bytes)];
    this.size = all.length - bytes;
  }
}
