export { createFolderReader, type FolderOptions } from './folder/folder-reader.ts';
export { createMailboxReader, type MailboxOptions } from './imap/mailbox-reader.ts';
