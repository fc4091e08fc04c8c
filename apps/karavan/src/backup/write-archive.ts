import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type BackupTail, takeBackup } from '@karavan/store';
import tar from 'tar-stream';
import { HEAD, type Head, KEY, pieceName, TAIL } from './archive.ts';

/** Rows are gathered to pieces of about this size: a tar says how long a file is before it begins. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** Everything at one moment, in a file that is there whole or not at all. @returns the rows by table */
export async function writeArchive(input: {
  url: string;
  file: string;
  takenAt: Date;
  key: string | undefined;
}): Promise<Record<string, number>> {
  const draft = `${input.file}.partial`;
  const pack = tar.pack();
  const written = pipeline(pack, createGzip(), createWriteStream(draft, { mode: 0o600, flush: true }));
  written.catch((error: Error) => pack.destroy(error)); // whoever waits for the next piece hears of a full disk
  try {
    const [rows] = await Promise.all([fill(pack, input), written]);
    await rename(draft, input.file);
    return rows;
  } catch (error) {
    pack.destroy();
    await written.catch(() => undefined); // said already
    await rm(draft, { force: true });
    throw error;
  }
}

async function fill(pack: tar.Pack, { url, takenAt, key }: Parameters<typeof writeArchive>[0]): Promise<BackupTail['rows']> {
  const add = (name: string, content: string | Buffer) =>
    new Promise<void>((resolve, reject) => {
      pack.entry({ name, mode: 0o600, mtime: takenAt }, content, (error) => (error ? reject(error) : resolve()));
    });
  const pieces = gatherPieces(add);
  let rows: BackupTail['rows'] = {};
  await takeBackup(url, {
    async head(head) {
      const said: Head = { karavan: 1, takenAt: takenAt.toISOString(), ...head };
      await add(HEAD, `${JSON.stringify(said, null, 2)}\n`);
      if (key !== undefined) await add(KEY, `${key}\n`);
    },
    rows: pieces.add,
    async tail(tail) {
      await pieces.end();
      await add(TAIL, `${JSON.stringify(tail, null, 2)}\n`);
      rows = tail.rows;
    },
  });
  pack.finalize();
  return rows;
}

function gatherPieces(write: (name: string, content: Buffer) => Promise<void>) {
  let gathered: Buffer[] = [];
  let bytes = 0;
  let current = '';
  let number = 0;
  const flush = async () => {
    if (bytes === 0) return;
    const content = Buffer.concat(gathered);
    gathered = [];
    bytes = 0;
    number += 1;
    await write(pieceName(current, number), content);
  };
  return {
    async add(table: string, piece: Buffer) {
      if (table !== current) {
        await flush();
        current = table;
        number = 0;
      }
      gathered.push(piece);
      bytes += piece.length;
      if (bytes >= PIECE_BYTES) await flush();
    },
    end: flush,
  };
}
