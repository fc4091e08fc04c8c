import { z } from 'zod';
import { Instant, Lat, Lon } from './common.ts';
import { searchKey } from './keys.ts';

export const DeviceId = z.string().min(1).max(128);

/** Why the filter set a position aside; it stays in the history and never moves a marker. */
export const FILTER_REASONS = ['duplicate', 'outlier', 'future', 'zero', 'invalid', 'late'] as const;
export const FilterReason = z.enum(FILTER_REASONS);
export type FilterReason = z.infer<typeof FilterReason>;

/** One position as a device sent it, units already ours. */
export const DevicePosition = z.object({
  uniqueId: DeviceId,
  fixedAt: Instant,
  lat: Lat,
  lon: Lon,
  speedKmh: z.number().nonnegative().nullable(),
  courseDeg: z.number().min(0).max(360).nullable(),
  altitudeM: z.number().optional(),
  accuracyM: z.number().nonnegative().optional(),
  valid: z.boolean(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type DevicePosition = z.infer<typeof DevicePosition>;

/** What a device said of one moment. Without a place where it knew none: kept, and no position. */
export type DeviceReading = DevicePosition | (Omit<DevicePosition, 'lat' | 'lon'> & { lat: null; lon: null });

export const StoredPosition = DevicePosition.omit({ uniqueId: true }).extend({
  receivedAt: Instant,
  filtered: FilterReason.optional(),
});
export type StoredPosition = z.infer<typeof StoredPosition>;

export const Device = z.object({
  uniqueId: DeviceId,
  protocol: z.string(),
  quarantined: z.boolean(),
  vehicleId: z.string().nullable(),
  plate: z.string().nullable(),
  lastFixedAt: Instant.nullable(),
  positionsCount: z.number().int().optional(),
});
export type Device = z.infer<typeof Device>;

export const NewDevice = z.object({
  uniqueId: DeviceId,
  protocol: z.string().max(32).optional(),
  vehicleId: z.guid().optional(),
});
export type NewDevice = z.infer<typeof NewDevice>;

/** A plate is stored in the Cyrillic letters of the registration certificate. */
export const Vehicle = z.object({
  id: z.string(),
  plate: z.string(),
  name: z.string().nullable(),
  carrier: z.string().nullable(),
});
export type Vehicle = z.infer<typeof Vehicle>;

export const NewVehicle = z.object({
  plate: z
    .string()
    .max(20)
    .refine((plate) => searchKey(plate).length >= 4, 'must have at least four letters and digits'),
  name: z.string().max(200).optional(),
  carrier: z.string().max(200).optional(),
  driverPhone: z.string().max(40).optional(),
});
export type NewVehicle = z.infer<typeof NewVehicle>;
