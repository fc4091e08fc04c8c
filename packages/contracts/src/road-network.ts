import { z } from 'zod';
import { Instant } from './common.ts';
import { searchKey } from './keys.ts';
import { SplitPlant, SplitRequest, SplitSite, SplitVehicle } from './plan-split.ts';

/** Plants, sites and trucks as the planner of trips needs them, and the ways between them. */
const RoadPlant = SplitPlant.omit({ id: true, driveMinutes: true, distanceKm: true }).extend({ siteId: z.guid() });
const RoadSite = SplitSite.omit({ id: true }).extend({ siteId: z.guid() });
const RoadWay = SplitPlant.pick({ driveMinutes: true, distanceKm: true }).extend({ plantSiteId: z.guid(), siteId: z.guid() });
const RoadVehicle = SplitVehicle.omit({ id: true, plantId: true }).extend({
  /** kept as plates are kept: in Cyrillic capitals without spaces */
  plate: z
    .string()
    .max(20)
    .refine((plate) => searchKey(plate).length >= 4, 'must have at least four letters and digits')
    .overwrite(searchKey),
  plantSiteId: z.guid(),
});
export const NewRoadNetwork = z.object({
  plants: z.array(RoadPlant).max(200),
  sites: z.array(RoadSite).max(2_000),
  ways: z.array(RoadWay).max(10_000),
  vehicles: z.array(RoadVehicle).max(2_000),
  hoursRules: SplitRequest.shape.hoursRules,
  ruleSet: SplitRequest.shape.ruleSet,
});
export type NewRoadNetwork = z.infer<typeof NewRoadNetwork>;
export const StoredRoadNetwork = NewRoadNetwork.extend({
  /** 0: nothing has been saved yet */
  version: z.int().min(0),
  savedAt: Instant.optional(),
  savedBy: z.string().optional(),
});
export type StoredRoadNetwork = z.infer<typeof StoredRoadNetwork>;
