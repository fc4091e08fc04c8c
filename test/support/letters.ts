import { type AddressInfo, createServer, type Server } from 'node:net';
import { startMailServer } from '@karavan/simulator';

export interface Letter {
  to: string;
  subject: string;
  text: string;
  messageId: string;
}

export interface Letterbox {
  smtpUrl: string;
  /** those that came since it was emptied last, oldest first */
  letters(): Letter[];
  empty(): void;
  stop(): Promise<void>;
}

/** A real SMTP server on this machine, and what it was given, decoded. */
export async function startLetterbox(): Promise<Letterbox> {
  const server = await startMailServer({ login: 'nobody', password: 'nobody' });
  let seen = 0;
  return {
    smtpUrl: `smtp://127.0.0.1:${server.smtpPort}`,
    letters: () =>
      server
        .messages()
        .slice(seen)
        .map(({ raw }) => readLetter(raw)),
    empty: () => {
      seen = server.messages().length;
    },
    stop: server.stop,
  };
}

/** An SMTP server that knows nobody: it answers every recipient with 550. */
export async function startRefusingServer(): Promise<{ smtpUrl: string; stop: () => Promise<void> }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('220 refusing ESMTP\r\n');
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        const verb = line.slice(0, 4).toUpperCase();
        socket.write(verb === 'RCPT' ? '550 5.1.1 no such user\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => new Promise<void>((done) => server.close(() => done()));
  return { smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

function readLetter(raw: Uint8Array): Letter {
  const [head = '', ...rest] = Buffer.from(raw).toString('latin1').split('\r\n\r\n');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '';
  const body = rest.join('\r\n\r\n');
  const encoding = header('Content-Transfer-Encoding').toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? fromQuoted(body)
        : Buffer.from(body, 'latin1');
  return {
    to: header('To').replace(/^.*<|>.*$/g, ''),
    subject: header('Subject')
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_word, how: string, text: string) => decodeWord(how, text)),
    text: bytes.toString('utf8'),
    messageId: header('Message-ID'),
  };
}

/** Whoever encodes splits between characters, not within one. */
function decodeWord(how: string, text: string): string {
  return (how.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : fromQuoted(text.replaceAll('_', ' '))).toString('utf8');
}

const fromQuoted = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_hex, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
