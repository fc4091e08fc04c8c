import { createHash } from 'node:crypto';
import type { Leased, Outcome } from '@karavan/usecases';
import { createTransport, type Transporter } from 'nodemailer';
import { writeLetter } from './letter.ts';

const CONNECT_MS = 10_000;
const ANSWER_MS = 20_000;

export interface EmailSettings {
  /** absent: this installation sends no mail */
  smtpUrl: string | undefined;
  from: string | undefined;
  publicUrl: string | null;
}

export interface Mailer {
  /** all to one address, in one letter */
  send(messages: readonly Leased[]): Promise<Outcome>;
  close(): void;
}

/** Speaks SMTP with one server; a connection is kept for the letters that follow. */
export function createMailer(settings: EmailSettings): Mailer {
  let transport: Transporter | undefined;
  const open = (url: string): Transporter => {
    transport ??= createTransport({
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: ANSWER_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0]);
    return transport;
  };
  return {
    async send(messages) {
      const { smtpUrl } = settings;
      const [first] = messages;
      if (first === undefined) return { ok: true };
      if (smtpUrl === undefined) return { ok: false, error: 'This installation sends no mail; set SMTP_URL.' };
      const letter = writeLetter(messages, { publicUrl: settings.publicUrl });
      try {
        await open(smtpUrl).sendMail({
          from: settings.from ?? senderOf(smtpUrl),
          to: first.recipient,
          messageId: idOf(messages),
          headers: { 'auto-submitted': 'auto-generated' },
          ...letter,
        });
        return { ok: true };
      } catch (error) {
        return { ok: false, error: error instanceof Error ? error.message : String(error), permanent: isRefused(error) };
      }
    },
    close: () => transport?.close(),
  };
}

/** The same messages sent again are the same letter: whoever has it already can see that. */
function idOf(messages: readonly Leased[]): string {
  const ids = messages.map(({ id }) => id).sort();
  return `<${ids.length === 1 ? ids[0] : createHash('sha256').update(ids.join()).digest('hex').slice(0, 32)}@karavan>`;
}

function senderOf(smtpUrl: string): string {
  const { username, hostname } = new URL(smtpUrl);
  const user = decodeURIComponent(username);
  return user.includes('@') ? user : `karavan@${/^[\d.:[\]]+$/.test(hostname) ? 'localhost' : hostname}`;
}

/** The server knows the address and will never take a letter for it; everything else may pass. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EENVELOPE') return false;
  const status = 'responseCode' in error ? Number(error.responseCode) : 0;
  return status >= 550 && status <= 554;
}
