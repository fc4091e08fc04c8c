export * from './accounts.ts';
export {
  changeAlertSettings,
  getAlert,
  getAlertSettings,
  handleAlert,
  listAlerts,
  snoozeAlert,
} from './alerts-handle.ts';
export { tickAlerts } from './alerts-tick.ts';
export { assetView } from './asset-view.ts';
export { changePlan, editPlan } from './board-edit.ts';
export { endPlanOutage, notePlanOutage } from './board-outages.ts';
export { createPlan, getPlan, listPlans } from './board-plans.ts';
export { deletePlan, publishPlan, unpublishPlan } from './board-publish.ts';
export { replanPlan } from './board-replan.ts';
export { solvePlan } from './board-solve.ts';
export { PlanMoved, undoPlan } from './board-steps.ts';
export { takePlanProposal } from './board-take.ts';
export {
  changeAlertChannel,
  createAlertChannel,
  deleteAlertChannel,
  listAlertChannels,
  listDeliveries,
  replayDelivery,
  testAlertChannel,
} from './deliver-channels.ts';
export { forgetDeliveries, type Leased, noteDeliveries, type Outcome, secretOf, takeDeliveries } from './deliver-run.ts';
export { type Deps, scopeOf, systemActor } from './deps.ts';
export { registerDevice } from './devices.ts';
export { etaModelOf, learnEtas } from './eta-learn.ts';
export { getFleetAt } from './fleet-at.ts';
export { changeGeofence, createGeofence, deleteGeofence, listGeofences } from './geofence-manage.ts';
export { idleMonth, listIdle } from './idle.ts';
export { knownOf, lawOf } from './law-book.ts';
export { addLawItem, changeLawItem, confirmLawItem, listLaw, withdrawLawItem } from './law-change.ts';
export { deleteTrial, listTrials, runAllTrials, saveTrial } from './law-trials.ts';
export { getLayoutRun, runLayoutRuns } from './layout-run.ts';
export { addNorms, confirmNorms, endNorms, listNorms, previewNorms, withdrawNorms } from './norms.ts';
export { LIVE_TOPIC, type Opened, openDeps } from './open-deps.ts';
export { createParseThread, type ParseThread } from './parse-in-thread.ts';
export { askOrderSplit, getOrderSplit } from './plan-board-ask.ts';
export { createPlanThreads, type PlanFunction, type PlanThreads } from './plan-in-thread.ts';
export { planIn, proposalIn, searchIn } from './plan-reasons.ts';
export { cancelPlanSearch, getPlanSearch, startPlanSearch } from './plan-search.ts';
export { loseDeadSearches, type RunSearch, runNextSearch } from './plan-search-run.ts';
export { searchInThread } from './plan-search-thread.ts';
export { ingestPositions, type PositionVerdict } from './positions-ingest.ts';
export { createPositionsIntake, type PositionsIntake } from './positions-intake.ts';
export { type CountedName, createPositionsTally, type PositionsTally, TALLY_FIGURES } from './positions-tally.ts';
export { answerFromStore, keepPromise, refuse } from './promise-keep.ts';
export {
  acceptChange,
  recheckPromise,
  recheckPromises,
  releasePromise,
  saveGoods,
  saveNetwork,
  saveStock,
} from './promise-recheck.ts';
export type { PromiseQuestion } from './promise-snapshot.ts';
export { finishReport, getSummary, type Intake, noteRefusal, takeInReport } from './report-intake.ts';
export { approveMapping, getReportColumns } from './report-mapping.ts';
export { approveReport, getReport, rejectReport } from './report-release.ts';
export { learnRoads } from './road-learn.ts';
export { refreshRoutes } from './road-routes.ts';
export { getShared, openShare, shareShipment } from './shares.ts';
export { cancelShipment, previewCancel } from './shipment-cancel.ts';
export { createShipment } from './shipment-create.ts';
export { getShipment, getShipmentTrack, listShipmentAssets, listShipmentEvents, listShipments } from './shipment-read.ts';
export { changeSource, checkSource, createSource, deleteSource, listSourceHealth, passwordOf } from './source-manage.ts';
export { runSource } from './source-run.ts';
export { importRailGraph, importStations } from './station-import.ts';
export { listStations, placeStation } from './station-list.ts';
export { settleNetworks } from './station-settle.ts';
export { changeTariff, createTariff, listTariffs } from './tariffs.ts';
export { getTrain } from './train-read.ts';
export { swapTruck } from './trip-swap.ts';
export { getTruckHistory, listTruckAside } from './truck-history.ts';
export { changeVehicleSpec, createVehicleSpec, deleteVehicleSpec, listVehicleSpecs } from './vehicle-spec-manage.ts';
export { spellOutUnits } from './vehicle-spec-resolve.ts';
export { getWagon, listWagons } from './wagon-read.ts';
export { getWagonTrack } from './wagon-track.ts';
export { findCargo } from './where.ts';
