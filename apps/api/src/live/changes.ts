import type { live } from '@karavan/store';

/** Everything that changed between two revisions, with who may hear of it. */
export interface Changes extends live.News {
  upTo: number;
}
