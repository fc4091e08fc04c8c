export { createNews } from './create-news.ts';
export type { Listener, News } from './news.ts';
export {
  type Bus,
  type BusHealth,
  type BusOptions,
  type BusTuning,
  createBus,
  type JobHandlers,
  type JobSchemas,
  type RunningJob,
} from './queue.ts';
