/** What the mail server keeps: folders of messages, numbered as IMAP has it. */
export interface StoredMail {
  uid: number;
  folder: string;
  flags: Set<string>;
  receivedAt: Date;
  raw: Buffer;
}

export class MailStore {
  readonly mails: StoredMail[] = [];
  readonly folders = new Set(['INBOX']);
  validity = 1_700_000_000;
  private lastUid = 0;

  nextUid(): number {
    this.lastUid += 1;
    return this.lastUid;
  }

  add(raw: Buffer, receivedAt: Date): StoredMail {
    const mail = { uid: this.nextUid(), folder: 'INBOX', flags: new Set<string>(), receivedAt, raw };
    this.mails.push(mail);
    return mail;
  }

  inFolder(folder: string | undefined): StoredMail[] {
    return this.mails.filter((mail) => mail.folder === folder);
  }

  remove(gone: (mail: StoredMail) => boolean): void {
    for (const mail of this.mails.filter(gone)) this.mails.splice(this.mails.indexOf(mail), 1);
  }

  /** all UIDs are given anew, as after a restore of the server */
  renumber(): void {
    this.validity += 1;
    for (const mail of this.mails) mail.uid = this.nextUid();
  }
}

/** The part up to the empty line, with it. */
export function headOf({ raw }: StoredMail): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  return end === -1 ? Buffer.concat([raw, Buffer.from('\r\n\r\n')]) : raw.subarray(0, end + 4);
}

/** The named headers alone, folded lines with them, and the empty line. */
export function headersOf(mail: StoredMail, names: readonly string[]): Buffer {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const fields = headOf(mail)
    .toString('latin1')
    .replace(/\r\n\r\n$/, '\r\n')
    .split(/\r\n(?![ \t])/)
    .filter((field) =>
      wanted.has(
        field
          .slice(0, Math.max(0, field.indexOf(':')))
          .trim()
          .toLowerCase(),
      ),
    );
  return Buffer.from([...fields, '', ''].join('\r\n'), 'latin1');
}
