import { SourceKind } from '@karavan/contracts';
import type { Format } from '../../format/use-format.ts';

/** The account of the environment has no name anybody chose: it is called by its kind. */
export function sourceTitle(source: { kind: string; name: string; managed: boolean }, t: Format['t']): string {
  const kind = SourceKind.safeParse(source.kind);
  return source.managed && kind.success ? t(`sources.kind.${kind.data}`) : source.name;
}
