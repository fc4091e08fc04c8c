import type { AxleLoadsRequest, RoadClass } from '@karavan/contracts';

/** One change that helps, and the request with it made. */
export type Repair = {
  /** how much more may be loaded the same way than now, kg; below zero: how much must stay behind */
  gainKg: number;
  /** with this change alone everything asked is lawful */
  lawful: boolean;
  request: AxleLoadsRequest;
} & RepairKind;

export type RepairKind =
  | { kind: 'moveAll'; byM: number }
  | { kind: 'moveOne'; byM: number; row: 'front' | 'rear' | 'other'; atM: number; massKg: number }
  | { kind: 'axleDown'; axles: number[] }
  | { kind: 'axleUp'; axle: number }
  | { kind: 'otherTruck'; id: string; name: string }
  | { kind: 'laterDay'; after: string; act: string }
  | { kind: 'betterRoads'; roadClasses: RoadClass[] }
  | { kind: 'lessLoad'; massKg: number };

/** Carries a change out; nothing where it does not help. */
export type TryOut = (kind: RepairKind, changed: AxleLoadsRequest) => Repair[];
