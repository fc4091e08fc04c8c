import { z } from 'zod';
import { Instant } from './common.ts';
import { RigidTruck, Semitrailer, TowedUnit, TractorTruck } from './plan-vehicle.ts';

export const VEHICLE_SPEC_KINDS = ['rigid', 'tractor', 'semitrailer', 'drawbar'] as const;
export const VehicleSpecKind = z.enum(VEHICLE_SPEC_KINDS);
export type VehicleSpecKind = z.infer<typeof VehicleSpecKind>;

/** What a unit of each kind is: the shapes of the presets. */
export const VEHICLE_SPEC_UNITS = { rigid: RigidTruck, tractor: TractorTruck, semitrailer: Semitrailer, drawbar: TowedUnit };

const Name = z.string().trim().min(1).max(200);

/** A company's own unit with the numbers of its papers and scales. */
export const NewVehicleSpec = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rigid'), name: Name, unit: RigidTruck }),
  z.object({ kind: z.literal('tractor'), name: Name, unit: TractorTruck }),
  z.object({ kind: z.literal('semitrailer'), name: Name, unit: Semitrailer }),
  z.object({ kind: z.literal('drawbar'), name: Name, unit: TowedUnit }),
]);
export type NewVehicleSpec = z.infer<typeof NewVehicleSpec>;

const stored = {
  /** stands for the unit wherever the planner takes the id of a preset */
  id: z.uuid(),
  savedAt: Instant,
  savedBy: z.string(),
};
export const VehicleSpec = z.discriminatedUnion('kind', [
  z.object({ ...stored, kind: z.literal('rigid'), name: Name, unit: RigidTruck }),
  z.object({ ...stored, kind: z.literal('tractor'), name: Name, unit: TractorTruck }),
  z.object({ ...stored, kind: z.literal('semitrailer'), name: Name, unit: Semitrailer }),
  z.object({ ...stored, kind: z.literal('drawbar'), name: Name, unit: TowedUnit }),
]);
export type VehicleSpec = z.infer<typeof VehicleSpec>;

/** The kind stays; a unit is replaced as a whole and has the shape of its kind. */
export const VehicleSpecChange = z.object({ name: Name.optional(), unit: z.record(z.string(), z.unknown()).optional() });
export type VehicleSpecChange = z.infer<typeof VehicleSpecChange>;
