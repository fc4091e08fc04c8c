import type { Actor } from '@karavan/contracts';
import type { Scope } from '@karavan/store';
import { type Deps, findActor, findSessionActors, openShare } from '@karavan/usecases';
import { tokenOf } from '../http/session.ts';

/** Who looks through a socket: a person or key with a scope, or the holder of a share link with one shipment. */
export type Viewer = { kind: 'actor'; scope: Scope; actor: Actor } | { kind: 'share'; scope: Scope; shipmentId: string };

/** Two with the same key may see the same. */
export const viewerKey = (viewer: Viewer): string =>
  `${viewer.scope.companyId}/${viewer.scope.customerId ?? ''}/${viewer.kind === 'share' ? viewer.shipmentId : ''}`;

type Handshake = { auth: Record<string, unknown>; cookie: string | undefined };

const presentedBy = ({ token, cookie }: { token: unknown; cookie: string | undefined }): string | undefined =>
  typeof token === 'string' && token !== '' ? token : tokenOf({ cookie })?.token;

/** Whether what opened these still opens the same: sessions in one question, shares and keys one by one. */
export async function stillValid<T extends { viewer: Viewer; handshake: Handshake }>(
  deps: Deps,
  open: readonly T[],
): Promise<T[]> {
  const sessionOf = ({ viewer, handshake: { auth, cookie } }: T) =>
    viewer.kind === 'actor' && viewer.actor.userId !== null ? presentedBy({ token: auth['token'], cookie }) : undefined;
  const actors = await findSessionActors(
    deps,
    open.flatMap((one) => sessionOf(one) ?? []),
  );
  const valid: T[] = [];
  for (const one of open) {
    const session = sessionOf(one);
    const actor = session === undefined ? undefined : actors.get(session);
    const now = session === undefined ? await findViewer(deps, one.handshake) : actor && viewerOf(actor);
    if (now !== undefined && viewerKey(now) === viewerKey(one.viewer)) valid.push(one);
  }
  return valid;
}

const viewerOf = (actor: Actor): Viewer => ({
  kind: 'actor',
  actor,
  scope: { companyId: actor.companyId, customerId: actor.customerId },
});

/** `undefined` when nothing presented opens anything. Asked again now and then, so that what has ended stops. */
export async function findViewer(deps: Deps, handshake: Handshake): Promise<Viewer | undefined> {
  const { share, token } = handshake.auth;
  if (typeof share === 'string') {
    const opened = await openShare(deps, share).catch(() => undefined); // not found or ended: both mean no
    return (
      opened && {
        kind: 'share',
        scope: { companyId: opened.companyId, customerId: opened.customerId },
        shipmentId: opened.shipmentId,
      }
    );
  }
  const presented = presentedBy({ token, cookie: handshake.cookie });
  const actor = presented === undefined ? undefined : await findActor(deps, presented);
  return actor && viewerOf(actor);
}
