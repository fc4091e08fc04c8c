export * from './accounts.ts';
export { assetView } from './asset-view.ts';
export { type Deps, scopeOf, systemActor } from './deps.ts';
export { registerDevice } from './devices.ts';
export { etaModelOf, learnEtas } from './eta-learn.ts';
export { LIVE_TOPIC, type Opened, openDeps } from './open-deps.ts';
export { createParseThread, type ParseThread } from './parse-in-thread.ts';
export { createPlanThreads, type PlanFunction, type PlanThreads } from './plan-in-thread.ts';
export { ingestPositions, type PositionVerdict } from './positions-ingest.ts';
export { createPositionsIntake, type PositionsIntake } from './positions-intake.ts';
export { type CountedName, createPositionsTally, type PositionsTally } from './positions-tally.ts';
export { answerFromStore, keepPromise, type PromiseQuestion } from './promise-keep.ts';
export {
  acceptChange,
  recheckPromise,
  recheckPromises,
  releasePromise,
  saveGoods,
  saveNetwork,
  saveStock,
} from './promise-recheck.ts';
export { finishReport, getSummary, type Intake, noteRefusal, takeInReport } from './report-intake.ts';
export { approveMapping, approveReport, getReport, rejectReport } from './report-release.ts';
export { getShared, openShare, shareShipment } from './shares.ts';
export { createShipment } from './shipment-create.ts';
export { getShipment, getShipmentTrack, listShipmentAssets, listShipmentEvents, listShipments } from './shipment-read.ts';
export { changeSource, checkSource, createSource, deleteSource, listSourceHealth, passwordOf } from './source-manage.ts';
export { runSource } from './source-run.ts';
export { getWagon, listWagons } from './wagon-read.ts';
export { findCargo } from './where.ts';
