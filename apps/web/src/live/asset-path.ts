import type { AssetState, WhereAnswer } from '@karavan/contracts';

/** The address of an asset's card: numbers and plates, as people know them. */
export function assetPath({ kind, label, id }: Pick<AssetState, 'kind' | 'label' | 'id'>): string {
  if (kind === 'wagon') return `/w/${encodeURIComponent(label)}`;
  return `/t/${encodeURIComponent(kind === 'truck' ? label : id)}`;
}

/** The page of a train, by its index. */
export function trainPath(index: string): string {
  return `/train/${encodeURIComponent(index)}`;
}

export function answerPath({ kind, id, title }: Pick<WhereAnswer, 'kind' | 'id' | 'title'>): string {
  if (kind === 'shipment') return `/s/${encodeURIComponent(id)}`;
  if (kind === 'train') return trainPath(id);
  if (kind === 'wagon') return `/w/${encodeURIComponent(id)}`;
  if (kind === 'truck') return `/t/${encodeURIComponent(title || id)}`;
  return `/o/${encodeURIComponent(id || title)}`;
}
