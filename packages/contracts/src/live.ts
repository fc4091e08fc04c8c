import { z } from 'zod';
import type { Problem } from './common.ts';
import { AssetState, type ShipmentState, type TrackingEvent } from './shipment.ts';

export const LIVE_NAMESPACE = '/live';

const Since = z.string().max(64).optional();

/** What a browser may ask to be kept informed of. */
export const Watch = z.discriminatedUnion('topic', [
  z.object({
    topic: z.literal('fleet'),
    bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    zoom: z.number().min(0).max(24),
    since: Since,
  }),
  z.object({ topic: z.literal('shipment'), id: z.string().max(64), since: Since }),
  z.object({ topic: z.literal('share'), since: Since }),
]);
export type Watch = z.infer<typeof Watch>;

export const Snapshot = z.object({
  cursor: z.string(),
  assets: z.array(AssetState),
  /** merge by asset id, the higher revision wins; without it the snapshot replaces what was held */
  partial: z.boolean().optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** `[assetId, lat, lon, courseDeg, speedKmh, epochSeconds]` */
export type PositionTuple = [string, number, number, number | null, number | null, number];

export type WatchAck = { ok: true } | { ok: false; problem: Problem };

export interface ClientEvents {
  watch: (request: Watch, ack: (reply: WatchAck) => void) => void;
}

export interface ServerEvents {
  /** after every watch; a partial one also whenever an asset is new or more of it changed than its place */
  snapshot: (snapshot: Snapshot) => void;
  /** at most 4 a second to a client; between two batches only an asset's newest position is sent */
  positions: (batch: { cursor: string; items: PositionTuple[] }) => void;
  event: (event: TrackingEvent) => void;
  shipment: (state: ShipmentState) => void;
}
