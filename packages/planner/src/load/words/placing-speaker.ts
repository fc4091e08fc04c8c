import type { GroupageField, NoFill, NoPlacement } from '@karavan/contracts';

/** What is said of laying out, filling and sharing. */
export interface PlacingSpeaker {
  departure: string;
  afterDrop(drop: number): string;
  afterCompartment(name: string): string;
  noPlacement(because: NoPlacement): string;
  undecided(nodes: number): string;
  noFill(because: NoFill, totalKg: number): string;
  apart(differ: readonly GroupageField[]): string;
}
