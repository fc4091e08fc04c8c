export { createNews } from './create-news.ts';
export type { Bus, BusHealth, BusOptions, BusTuning, JobHandlers, JobSchemas, RunningJob } from './jobs.ts';
export type { Listener, News } from './news.ts';
export { createBus } from './queue.ts';
