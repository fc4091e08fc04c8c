import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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

export function createSecretBox(key: string): SecretBox {
  const derived = scryptSync(key, 'karavan sources', 32);
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, derived, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed);
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv(ALGORITHM, derived, nonce).setAAD(Buffer.from(context)).setAuthTag(tag);
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError('CONFLICT', 'A stored password was sealed with another key (SECRET_KEY); enter it again.', { cause });
      }
    },
  };
}

/** With the key of the environment, else one made on the first start and kept beside the data, readable by its owner only. */
export async function openSecretBox(input: { key: string | undefined; dataDir: string }): Promise<SecretBox> {
  if (input.key !== undefined) return createSecretBox(input.key);
  const file = path.join(input.dataDir, KEY_FILE);
  await mkdir(input.dataDir, { recursive: true });
  await makeOnce(file);
  return createSecretBox((await readFile(file, 'utf8')).trim());
}

/** Two programs may start at once: the first one's key counts, and nobody ever reads half of it. */
async function makeOnce(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
