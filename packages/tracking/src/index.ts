export * from './abandoned.ts';
export * from './advance-trip.ts';
export * from './advance-wagon.ts';
export * from './alerts/index.ts';
export * from './current-trips.ts';
export { type BacktestReport, replayReports } from './eta/backtest.ts';
export { type EtaMeasures, type Measured, measureOutcomes } from './eta/measure.ts';
export { EMPTY_MODEL, type EtaModel, foretell, learnTrips } from './eta/model.ts';
export type { EtaObservation } from './eta/observation.ts';
export { predictEta } from './eta/predict.ts';
export { FORGOTTEN_AFTER_DAYS, type StudiedWagon, studyReport } from './eta/study.ts';
export { type FinishedTrip, followTrip, NO_TRIP, observationsOf, type TripLog, type TripStep } from './eta/trips.ts';
export * from './exceptions.ts';
export * from './fleet-snapshot.ts';
export * from './freshness.ts';
export { distanceKm } from './geo.ts';
export * from './geofence/index.ts';
export { BUILT_IN_TARIFFS } from './idle-cost/built-in.ts';
export { countedUntil, idleCost, monthCost, monthOf } from './idle-cost/clock.ts';
export { type DestinationStay, destinationStays } from './idle-cost/stays.ts';
export * from './late.ts';
export { normBookOf } from './norm-term/book-of.ts';
export { SHIPPED_NORMS } from './norm-term/books.ts';
export { normTerm, withNormTerm } from './norm-term/norm-term.ts';
export { daysPastTerm, penaltyPct } from './norm-term/penalty.ts';
export {
  COARSE_M,
  followSources,
  HOLD_AGAINST_COARSE_MINUTES,
  HOLD_MINUTES,
  type SourceFix,
  takesOver,
} from './positions/choose-source.ts';
export { type FilterState, type Fix, NO_HISTORY } from './positions/fix.ts';
export { headMs, isAsideByItself, type Judgement, judgePosition } from './positions/judge-position.ts';
export { FILTER_STEPS, MOVING_KMH } from './positions/steps.ts';
export * from './rail-eta.ts';
export * from './rail-unit.ts';
export { type KnownRoute, type OpensAt, roadEta } from './road-eta/road-eta.ts';
export { COLD_ROAD_MODEL, type RoadModel } from './road-eta/road-model.ts';
export { NEW_ROAD_STUDY, type RoadStudy, roadModelOf, studyRoadTrip } from './road-eta/road-study.ts';
export type { SeenPosition } from './sentences/facts.ts';
export * from './sentences/index.ts';
export type { ShipmentSentence, TruckSentence, WagonSentence } from './sentences/speaker.ts';
export type { ShipmentFacts, ShipmentInput } from './shipment-facts.ts';
export { isChain, type Progress, progressOf } from './shipment-mass.ts';
export * from './shipment-state.ts';
export { sameStation } from './station.ts';
export { stationZone } from './station-zone.ts';
export { IDLE_STEPS_DAYS, type NewEvent } from './wagon-events.ts';
export { operationKey } from './wagon-operation.ts';
export type { WagonSnapshot } from './wagon-trip.ts';
export { isOnThisCargo, type TripToWalk, type WalkedTrip, walkTrips } from './walk-trips.ts';
