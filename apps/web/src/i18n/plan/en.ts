import { loadingEn } from './loading-en.ts';
import { promiseEn } from './promise-en.ts';

export const planEn = {
  title: 'Planning',
  tabs: { promise: 'Promise', loading: 'Truck loading', split: 'Day split' },
  promise: promiseEn,
  loading: loadingEn,
};
