import { z } from 'zod';
import { PageQuery, page } from '../common.ts';
import * as shipment from '../shipment.ts';
import * as where from '../where.ts';
import { type Endpoint, FeatureCollection, STAFF } from './endpoint.ts';

/** What customers wait for. */
export const shipmentsEndpoints = {
  where: {
    method: 'get',
    path: '/where',
    access: 'any',
    summary: 'Where is my cargo',
    query: where.WhereQuery,
    responses: { 200: where.WhereReply },
  },
  createShipment: {
    method: 'post',
    path: '/shipments',
    access: STAFF,
    summary: 'Create a shipment',
    body: shipment.NewShipment,
    responses: { 201: shipment.ShipmentDetail },
  },
  listShipments: {
    method: 'get',
    path: '/shipments',
    access: 'any',
    summary: 'Shipments, latest change first',
    query: PageQuery.extend({ status: shipment.ShipmentStatus.optional() }),
    responses: { 200: page(shipment.ShipmentState) },
  },
  getShipment: {
    method: 'get',
    path: '/shipments/:id',
    access: 'any',
    summary: 'One shipment',
    responses: { 200: shipment.ShipmentDetail },
  },
  listShipmentEvents: {
    method: 'get',
    path: '/shipments/:id/events',
    access: 'any',
    summary: 'The timeline, newest first',
    query: PageQuery,
    responses: { 200: page(shipment.TrackingEvent) },
  },
  previewCancel: {
    method: 'get',
    path: '/shipments/:id/cancel',
    access: STAFF,
    summary: 'What cancelling a shipment would take with it, or why it cannot be cancelled',
    responses: { 200: shipment.CancelPreview },
  },
  cancelShipment: {
    method: 'post',
    path: '/shipments/:id/cancel',
    access: STAFF,
    summary: 'Cancel a shipment of which nothing has begun; its trips, and goods held for its order, are free again',
    body: shipment.CancelShipment,
    responses: { 200: shipment.ShipmentDetail },
  },
  swapTruck: {
    method: 'patch',
    path: '/shipments/:id/trips/:unitId',
    access: STAFF,
    summary: 'Give a trip to another truck; both keep their histories',
    body: shipment.TruckSwap,
    responses: { 200: shipment.ShipmentDetail },
  },
  getShipmentTrack: {
    method: 'get',
    path: '/shipments/:id/track',
    access: 'any',
    summary: 'Where it has been (GeoJSON)',
    responses: { 200: FeatureCollection },
  },
  shareShipment: {
    method: 'post',
    path: '/shipments/:id/share',
    access: 'any',
    summary: 'A link that shows this shipment without a login',
    body: shipment.NewShare,
    responses: { 201: z.object({ url: z.string() }) },
  },
  getShared: {
    method: 'get',
    path: '/shared/:token',
    access: 'public',
    summary: 'What a share link shows',
    responses: { 200: shipment.SharedShipment },
  },
} as const satisfies Record<string, Endpoint>;
