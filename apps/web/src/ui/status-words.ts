import type { TFunction } from 'i18next';
import { en } from '../i18n/en.ts';

type StatusKey = keyof typeof en.status;

/** A status in the reader's words; one we have no word for is shown as it came. */
export function statusWords(t: TFunction, status: string): string {
  return Object.hasOwn(en.status, status) ? t(`status.${status as StatusKey}`) : status;
}
