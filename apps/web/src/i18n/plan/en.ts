import { boardEn } from '../board/en.ts';
import { loadingEn } from './loading-en.ts';
import { promiseEn } from './promise-en.ts';

export const planEn = {
  title: 'Planning',
  tabs: { board: 'Board', promise: 'Promise', loading: 'Truck loading', law: 'Law', split: 'Day split' },
  promise: promiseEn,
  loading: loadingEn,
  board: boardEn,
};
