import path from 'node:path';
import {
  FolderSettings,
  MailboxSettings,
  MovizorSettings,
  type PositionReader,
  RzdAccountSettings,
  SourceError,
  SourceKind,
  type SourceReader,
  Spv4664Settings,
  TraccarSettings,
  WialonSettings,
} from '@karavan/contracts';
import { createFolderReader, createMailboxReader } from '@karavan/mailbox';
import { createMovizorReader } from '@karavan/scraper-movizor';
import { createAccountReader, createRzdAccount, createSpv4664Reader } from '@karavan/scraper-rzd';
import { createTraccarReader } from '@karavan/scraper-traccar';
import { createWialonReader } from '@karavan/scraper-wialon';
import type { sources } from '@karavan/store';
import { type Deps, passwordOf } from '@karavan/usecases';

type Source = sources.SourceRecord;

type Reader = SourceReader | PositionReader;

export interface Readers {
  open(source: Source): Reader;
}

export interface ReaderOptions {
  /** the one source whose password comes from the environment */
  managed?: { companyId: string; id: string; password: string } | undefined;
  /** folders are watched below this one only: whoever sets up a source must not move any file of the machine */
  folderRoot?: string | undefined;
  /** before a busy tracking service is asked again, ms */
  retryMs?: number;
}

/** Makes what reads a source, and keeps it between looks for its session until something of the source is changed. */
export function createReaders(deps: Deps, options: ReaderOptions): Readers {
  const { managed } = options;
  const kept = new Map<string, { made: string; reader: Reader }>();
  return {
    open(source) {
      const isManaged = managed?.id === source.id && managed.companyId === source.companyId;
      if (source.managed && !isManaged)
        throw new SourceError('BAD_LOGIN', 'The environment of this process does not name the account.');
      const password = isManaged ? managed.password : passwordOf(deps, source);
      const key = JSON.stringify([source.companyId, source.id]);
      const made = JSON.stringify([source.kind, source.settings, source.everySeconds, password]);
      const known = kept.get(key);
      if (known?.made === made) return known.reader;
      const reader = createReader(source, { password, options });
      kept.set(key, { made, reader });
      return reader;
    },
  };
}

function createReader(source: Source, { password, options }: { password: string; options: ReaderOptions }): Reader {
  const { settings } = source;
  const retry = options.retryMs === undefined ? {} : { retryMs: options.retryMs };
  switch (SourceKind.parse(source.kind)) {
    case 'rzd-account': {
      const pollMs = Math.min(5000, (source.everySeconds ?? 900) * 250);
      return createAccountReader(createRzdAccount({ ...RzdAccountSettings.parse(settings), password, pollMs }));
    }
    case 'spv4664':
      return createSpv4664Reader({ ...Spv4664Settings.parse(settings), password });
    case 'mailbox':
      return createMailboxReader({ ...MailboxSettings.parse(settings), password });
    case 'folder':
      return createFolderReader({ path: allowedFolder(FolderSettings.parse(settings).path, options.folderRoot) });
    case 'movizor':
      return createMovizorReader({ ...MovizorSettings.parse(settings), ...retry, key: password });
    case 'wialon':
      return createWialonReader({ ...WialonSettings.parse(settings), ...retry, token: password });
    case 'traccar':
      return createTraccarReader({ ...TraccarSettings.parse(settings), ...retry, password });
    case 'upload':
      throw new SourceError('BAD_REPLY', 'Nothing is fetched for this source.');
  }
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
