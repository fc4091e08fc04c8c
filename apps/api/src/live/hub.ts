import type { Changes } from './changes.ts';
import { createDigest, type Digest } from './digest.ts';
import { createFaces } from './face.ts';
import { createGroup, type Group, type Interest } from './group.ts';
import { viewerKey } from './viewer.ts';

/** All groups of a process. Each look of the tail is one batch to each client, so the tail's pace is theirs. */
export interface Hub {
  take(changes: Changes, now: Date): void;
  /** the revision up to which the tail has been heard */
  upTo(): number;
  /** Calls `holder` with all that comes, until the returned function is called. */
  hold(holder: (digest: Digest) => void): () => void;
  /** The group of this interest, made where there is none. */
  groupOf(interest: Interest): Group;
  /** To be called when a group has lost somebody: one without sockets is forgotten. */
  tidy(group: Group): void;
  /** how much is kept, for who looks for leaks */
  size(): { groups: number; holders: number; faces: number };
}

export function createHub({ upTo }: { upTo: () => number }): Hub {
  const groups = new Map<string, Group>();
  const holders = new Set<(digest: Digest) => void>();
  const faces = createFaces();

  function take(changes: Changes, now: Date): void {
    const digest = createDigest({ changes, faces, now });
    for (const hold of [...holders]) hold(digest); // first of all: who is let in below has heard of this one too
    for (const group of [...groups.values()]) group.take(digest);
  }

  return {
    take,
    upTo,
    hold(holder) {
      holders.add(holder);
      return () => void holders.delete(holder);
    },
    groupOf(interest) {
      const key = interestKey(interest);
      const group = groups.get(key) ?? createGroup({ interest, upTo });
      groups.set(key, group);
      return group;
    },
    tidy(group) {
      const key = interestKey(group.interest);
      if (group.isEmpty() && groups.get(key) === group) groups.delete(key);
    },
    size: () => ({ groups: groups.size, holders: holders.size, faces: faces.size() }),
  };
}

/** Whoever has the same key is told the same, to the byte: all that a viewer may see by and all that he looks at is in it. */
const interestKey = ({ viewer, bbox, shipmentIds }: Interest): string =>
  JSON.stringify([viewerKey(viewer), bbox ?? null, [...shipmentIds].sort()]);
