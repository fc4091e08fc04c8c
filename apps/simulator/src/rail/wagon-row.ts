/** A wagon as the railway's client account shows it: one row of the dislocation report. */

import { DEMO_CUSTOMER, type Party, partyOf, placeOf } from '../cast.ts';
import type { Consignment } from '../cast-rail.ts';
import { createPrng } from '../prng.ts';
import { STORY_CYCLE } from './itinerary.ts';
import type { JournalRecord } from './journal.ts';
import type { OperationCode, Train } from './operation.ts';
import type { Rake, RakeWagon } from './rake.ts';

/** Instants are epoch ms, masses kg, distances km. */
export interface WagonRow {
  number: string;
  waybill: string | undefined;
  tripStartedAt: number;
  originEsr: string;
  destinationEsr: string | undefined;
  shipper: Party;
  consignee: Party;
  cargo: 'cement' | 'emptyWagon';
  massKg: number;
  isEmpty: boolean;
  stationEsr: string;
  operation: OperationCode;
  operationAt: number;
  train: Train | undefined;
  positionInTrain: number | undefined;
  deadlineAt: number | undefined;
  passedKm: number;
  remainingKm: number;
  totalKm: number;
  departedAt: number | undefined;
  arrivedAt: number | undefined;
}

/** The railway papers of a consignment, one waybill for its wagons. */
export function waybillOf(input: { rake: string; consignmentIndex: number; cycle: number; loaded: boolean }): string {
  const chance = createPrng(0, `waybill ${input.rake} ${input.consignmentIndex} ${input.cycle} ${input.loaded}`);
  return `Э${chance.pick([...'АВЕКМНОРСТУХЦЯ'])}${chance.whole(100_000, 999_999)}`;
}

/** What the hopper holds, to 100 kg. An order that says how much is in each of its wagons is right only in the story. */
export function loadOf(wagon: { number: string; consignment: Consignment; cycle: number }): number {
  const { consignment, cycle } = wagon;
  if (consignment.massKg !== undefined && cycle === STORY_CYCLE) return consignment.massKg;
  return createPrng(0, `load ${wagon.number} ${cycle}`).whole(665, 699) * 100;
}

export function wagonRow(input: {
  rake: Rake;
  wagon: RakeWagon;
  record: JournalRecord;
  anchorMs: number;
  /** what the company of the demo login is called, where it is known */
  demoCustomerName?: string | undefined;
}): WagonRow {
  const { rake, wagon, record, anchorMs } = input;
  const { operation } = record;
  const { trip, train } = operation;
  const toEpoch = (ms: number) => anchorMs + ms;
  const known = (ms: number) => (ms <= operation.atMs ? toEpoch(ms) : undefined);
  const isUnloaded = trip.loaded && hasUnloaded(input);
  const hasPapers = !(trip.loaded && operation.atMs < trip.departedMs && operation.code === '11');
  const plant = partyOf(placeOf(rake.cast.from).party);
  const customer = customerOf(wagon.consignment, input.demoCustomerName);
  return {
    number: wagon.number,
    waybill: hasPapers
      ? waybillOf({ rake: rake.cast.key, consignmentIndex: wagon.consignmentIndex, cycle: trip.cycle, loaded: trip.loaded })
      : undefined,
    tripStartedAt: toEpoch(trip.loadedMs[wagon.index] ?? trip.startedMs),
    originEsr: trip.fromEsr,
    destinationEsr: isUnloaded ? undefined : trip.toEsr,
    shipper: trip.loaded ? plant : customer,
    consignee: trip.loaded ? customer : plant,
    cargo: trip.loaded ? 'cement' : 'emptyWagon',
    massKg: trip.loaded ? loadOf({ number: wagon.number, consignment: wagon.consignment, cycle: trip.cycle }) : 0,
    isEmpty: !trip.loaded || isUnloaded,
    stationEsr: operation.esr,
    operation: operation.code,
    operationAt: toEpoch(operation.atMs),
    train,
    positionInTrain: train ? train.firstPosition + wagon.index : undefined,
    deadlineAt: hasPapers ? toEpoch(trip.deadlineMs) : undefined,
    passedKm: operation.passedKm,
    remainingKm: trip.totalKm - operation.passedKm,
    totalKm: trip.totalKm,
    departedAt: known(trip.departedMs),
    arrivedAt: known(trip.arrivedMs),
  };
}

function customerOf({ customer }: Consignment, demoCustomerName: string | undefined): Party {
  const party = partyOf(customer);
  return customer === DEMO_CUSTOMER && demoCustomerName !== undefined ? { ...party, name: demoCustomerName } : party;
}

/** After its own unloading; taking the wagons from the siding comes after everyone's. */
function hasUnloaded({ record: { operation } }: { record: JournalRecord }): boolean {
  return operation.code === '21' || (operation.code === '81' && operation.atMs > operation.trip.arrivedMs);
}
