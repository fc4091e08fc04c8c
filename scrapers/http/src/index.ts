export { type HistoryLimits, historyFrom } from './history.ts';
export { createSite, type Site, type SiteOptions, type SiteReply, type SiteRequest } from './site.ts';
export { type Fields, instantOfSeconds, isRecord, listOf, numberOf, type Placed, placeOf, positiveOf, textOf } from './values.ts';
