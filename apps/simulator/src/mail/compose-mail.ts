/** A message as a mail program would send it: encoded words, a body, files in base64. */
export interface Mail {
  from: string;
  subject: string;
  files?: readonly { name: string; bytes: Uint8Array }[];
  text?: string;
  messageId?: string;
}

const encoded = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const folded = (text: string): string => text.replace(/.{76}/g, '$&\r\n');
let sent = 0;

export function composeMail({ from, subject, files = [], text = 'Справка во вложении.', messageId }: Mail): Buffer {
  sent += 1;
  const boundary = `=_part_${sent}`;
  const head = [
    `From: ${encoded('Личный кабинет')} <${from}>`,
    'To: reports@karavan.example',
    `Subject: ${encoded(subject)}`,
    `Message-ID: ${messageId ?? `<${sent}.${Date.now()}@simulator>`}`,
    'Date: Fri, 20 Aug 2026 07:10:00 +0300',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
  ];
  const body = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    folded(Buffer.from(text).toString('base64')),
  ];
  const parts = files.map(({ name, bytes }) => [
    `Content-Type: application/octet-stream; name="${encoded(name)}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
    '',
    folded(Buffer.from(bytes).toString('base64')),
  ]);
  const lines = [...head, '', ...[body, ...parts].flatMap((part) => [`--${boundary}`, ...part]), `--${boundary}--`, ''];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
