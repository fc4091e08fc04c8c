import { page } from '../common.ts';
import * as station from '../station.ts';
import { ADMIN, type Endpoint, STAFF } from './endpoint.ts';

/** Stations and the graph of the railway. */
export const stationsEndpoints = {
  listStations: {
    method: 'get',
    path: '/stations',
    access: STAFF,
    summary: 'The station directory, or the stations that reports name and nobody has placed',
    query: station.StationsQuery,
    responses: { 200: page(station.DirectoryEntry) },
  },
  placeStation: {
    method: 'post',
    path: '/stations',
    access: ADMIN,
    summary: 'Give a station its place',
    body: station.NewStationPlace,
    responses: { 200: station.StationPlaced },
  },
  importStations: {
    method: 'post',
    path: '/stations/import',
    access: ADMIN,
    summary: 'Take in a directory of stations (CSV, JSON, Overpass, GeoJSON)',
    accepts: 'multipart',
    responses: { 200: station.ImportReply },
  },
  importRailGraph: {
    method: 'post',
    path: '/rail-graph/import',
    access: ADMIN,
    summary: 'Take in the lines between neighbouring stations (CSV, JSON, GeoJSON)',
    accepts: 'multipart',
    responses: { 200: station.ImportReply },
  },
} as const satisfies Record<string, Endpoint>;
