export { type CompiledCalendar, compileCalendar, type Interval } from './compiled.ts';
export { addDays, DAY_MS, MINUTE_MS, msOfMinutes, wallMinutes, wallText } from './days.ts';
export { departuresBetween, eachDeparture, firstDeparture } from './departures.ts';
export { PRODUCTION_CALENDAR_RU, type ProductionYear, withProductionCalendar } from './ru-production.ts';
export {
  addWorkingMinutes,
  firstInstantOfNextWorkingDay,
  firstWorkingInstant,
  isWorkingDay,
  openIntervals,
} from './working-time.ts';
export { dayStart, localDay, wallMinutesAt, wallToInstant } from './zone.ts';
