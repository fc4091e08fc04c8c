import path from 'node:path';
import {
  FolderSettings,
  MailboxSettings,
  RzdAccountSettings,
  SourceError,
  SourceKind,
  type SourceReader,
  Spv4664Settings,
} from '@karavan/contracts';
import { createFolderReader, createMailboxReader } from '@karavan/mailbox';
import { createAccountReader, createRzdAccount, createSpv4664Reader, type RzdAccount } from '@karavan/scraper-rzd';
import type { sources } from '@karavan/store';
import { type Deps, passwordOf } from '@karavan/usecases';

type Source = sources.SourceRecord;

export interface Readers {
  open(source: Source): SourceReader;
}

export interface ReaderOptions {
  /** the one source whose password comes from the environment */
  managed?: { companyId: string; id: string; password: string } | undefined;
  /** folders are watched below this one only: whoever sets up a source must not move any file of the machine */
  folderRoot?: string | undefined;
}

/** Makes what reads a source. A client account is kept between looks, for its session; other readers are made anew. */
export function createReaders(deps: Deps, { managed, folderRoot }: ReaderOptions): Readers {
  const accounts = new Map<string, RzdAccount>();

  function accountOf(source: Source, password: string): RzdAccount {
    const { baseUrl, login } = RzdAccountSettings.parse(source.settings);
    const key = JSON.stringify([source.companyId, source.id, baseUrl, login, password]);
    const kept = accounts.get(key);
    if (kept !== undefined) return kept;
    const pollMs = Math.min(5000, (source.everySeconds ?? 900) * 250);
    const account = createRzdAccount({ baseUrl, login, password, pollMs });
    accounts.set(key, account);
    return account;
  }

  return {
    open(source) {
      const isManaged = managed?.id === source.id && managed.companyId === source.companyId;
      if (source.managed && !isManaged)
        throw new SourceError('BAD_LOGIN', 'The environment of this process does not name the account.');
      const password = isManaged ? managed.password : passwordOf(deps, source);
      const kind = SourceKind.parse(source.kind);
      if (kind === 'rzd-account') return createAccountReader(accountOf(source, password));
      if (kind === 'spv4664') return createSpv4664Reader({ ...Spv4664Settings.parse(source.settings), password });
      if (kind === 'mailbox') return createMailboxReader({ ...MailboxSettings.parse(source.settings), password });
      if (kind === 'folder')
        return createFolderReader({ path: allowedFolder(FolderSettings.parse(source.settings).path, folderRoot) });
      throw new SourceError('BAD_REPLY', 'Nothing is fetched for this source.');
    },
  };
}

function allowedFolder(folder: string, root: string | undefined): string {
  const inside = root === undefined ? '..' : path.relative(path.resolve(root), path.resolve(folder));
  if (!inside.startsWith('..') && !path.isAbsolute(inside)) return folder;
  const allowed =
    root === undefined
      ? 'set FOLDER_ROOT to the folder that may be watched'
      : `only folders below FOLDER_ROOT (${root}) are watched`;
  throw new SourceError('BAD_REPLY', `${folder} is not read: ${allowed}.`);
}
