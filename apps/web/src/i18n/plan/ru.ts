import { boardRu } from '../board/ru.ts';
import { loadingRu } from './loading-ru.ts';
import { promiseRu } from './promise-ru.ts';

export const planRu = {
  title: 'Планирование',
  tabs: { board: 'Доска рейсов', promise: 'Обещание', loading: 'Загрузка машины', law: 'Нормы', split: 'Разбивка по дням' },
  promise: promiseRu,
  loading: loadingRu,
  board: boardRu,
};
