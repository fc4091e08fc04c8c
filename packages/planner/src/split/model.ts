import type { SplitRequest, SplitTrip, SplitVehicle } from '@karavan/contracts';
import type { Known } from '../load/index.ts';
import type { Starts } from './bay-book.ts';
import type { Units } from './units.ts';

/** A date on which a trip may end, and what its mass may then serve. */
export interface TripDate {
  readonly date: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** which demands, and how many days late each would be; the least late first */
  readonly serves: readonly { demand: number; lateDays: number }[];
}

/** A way to load at a plant: on one date of its supply, or at any time where supply has no limit. */
export interface LoadClass {
  readonly index: number;
  readonly date: string | undefined;
  readonly starts: Starts;
  /** units left; Infinity without a limit */
  readonly supply: number;
}

export interface PlantModel {
  readonly index: number;
  readonly id: string;
  readonly zone: string;
  readonly bays: number;
  readonly loadMs: number;
  readonly driveMs: number;
  readonly distanceKm: number;
  readonly classes: readonly LoadClass[];
}

/** When a trip is where, and from which plant. */
export interface Timed {
  readonly plant: number;
  readonly loadFrom: number;
  readonly loadTo: number;
  readonly departsAt: number;
  readonly arrivesAt: number;
  readonly unloadFrom: number;
  readonly unloadTo: number;
  readonly backAt: number;
}

/** A trip that keeps its times: locked, or published and kept. */
export interface FixedTrip extends Timed {
  readonly trip: SplitTrip;
  readonly locked: boolean;
  /** index of the trip date; -1 where it serves nothing open */
  readonly date: number;
  readonly units: number;
}

export interface VehicleModel {
  readonly index: number;
  readonly id: string;
  /** in order of time */
  readonly fixed: readonly FixedTrip[];
}

/** Vehicles between which a plan sees no difference. */
export interface Group {
  readonly index: number;
  readonly plant: PlantModel;
  readonly members: readonly VehicleModel[];
  readonly unloadMs: number;
  /** units, by trip date */
  readonly cap: readonly number[];
  readonly min: number;
  readonly tripCost: number;
  /** when its vehicles may be on a trip; undefined = always */
  readonly shifts: Starts | undefined;
}

export interface Excluded {
  readonly vehicle: SplitVehicle;
  readonly why: 'mode' | 'length' | 'gross' | 'payload' | 'minLoad' | 'piece';
}

export interface Model {
  readonly request: SplitRequest;
  /** the law and the vehicles described trucks are judged by */
  readonly known: Known;
  readonly units: Units;
  readonly ruled: boolean;
  readonly notBeforeMs: number;
  readonly endMs: number;
  readonly siteBays: number;
  /** dates asked for, ascending, and what of them is still open after locked trips, in units */
  readonly demandDates: readonly string[];
  readonly askedKg: readonly number[];
  readonly open: readonly number[];
  readonly dates: readonly TripDate[];
  readonly plants: readonly PlantModel[];
  readonly groups: readonly Group[];
  readonly excluded: readonly Excluded[];
  /** every fixed trip, also of vehicles that are gone */
  readonly fixed: readonly FixedTrip[];
  /** starts of unloading that end on the trip date */
  unloadStarts(unloadMs: number, date: number): Starts;
}

/** One kind of trip: who, loaded when, there on which date. */
export interface TripType {
  readonly index: number;
  readonly group: Group;
  readonly load: LoadClass;
  readonly date: number;
}

/** A trip with its place in time. */
export interface Placed {
  readonly vehicle: VehicleModel;
  readonly type: TripType;
  readonly loadFrom: number;
  readonly unloadFrom: number;
}
