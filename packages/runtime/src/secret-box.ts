import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from './app-error.ts';

/** Seals what has to be read again, such as a password we sign in with; whoever has only the database cannot open it. */
export interface SecretBox {
  /** `context` says whose secret it is; it opens under the same one only */
  seal(text: string, context: string): Buffer;
  /** @throws AppError CONFLICT when it was sealed with another key or for somebody else */
  open(sealed: Uint8Array, context: string): string;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_FILE = 'secret.key';

export const createSecretBox = (key: string): SecretBox => boxOf(() => key);

/** With the key of the environment, else one made when it is first needed and kept beside the data, for its owner's eyes only. */
export function openSecretBox(input: { key: string | undefined; dataDir: string }): SecretBox {
  const { key, dataDir } = input;
  return boxOf(() => key ?? keptKey(dataDir));
}

function boxOf(keyOf: () => string): SecretBox {
  let known: Buffer | undefined;
  const derived = (): Buffer => {
    known ??= scryptSync(keyOf(), 'karavan sources', 32);
    return known;
  };
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, derived(), nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed);
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv(ALGORITHM, derived(), nonce).setAAD(Buffer.from(context)).setAuthTag(tag);
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError('CONFLICT', 'A stored password was sealed with another key (SECRET_KEY); enter it again.', { cause });
      }
    },
  };
}

/** Two programs may start at once: the first one's key counts, and nobody ever reads half of it. */
function keptKey(dataDir: string): string {
  const file = path.join(dataDir, KEY_FILE);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
