import { loadingRu } from './loading-ru.ts';
import { promiseRu } from './promise-ru.ts';

export const planRu = {
  title: 'Планирование',
  tabs: { promise: 'Обещание', loading: 'Загрузка машины', split: 'Разбивка по дням' },
  promise: promiseRu,
  loading: loadingRu,
};
