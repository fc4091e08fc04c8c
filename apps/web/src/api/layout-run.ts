import type { LayoutRun } from '@karavan/contracts';

export const isUnderWay = ({ status }: Pick<LayoutRun, 'status'>): boolean => status === 'queued' || status === 'running';
