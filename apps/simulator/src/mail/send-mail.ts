import { createTransport } from 'nodemailer';
import { composeMail, type Mail } from './compose-mail.ts';

/** Sends a message by SMTP, as a mail program does. */
export async function sendMail(mail: Mail, { host, smtpPort }: { host: string; smtpPort: number }): Promise<void> {
  const transport = createTransport({ host, port: smtpPort, secure: false, ignoreTLS: true });
  try {
    await transport.sendMail({ envelope: { from: mail.from, to: 'reports@karavan.example' }, raw: composeMail(mail) });
  } finally {
    transport.close();
  }
}
