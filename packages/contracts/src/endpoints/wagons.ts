import { PageQuery, page } from '../common.ts';
import * as idle from '../idle.ts';
import * as norm from '../norm.ts';
import * as rail from '../rail.ts';
import * as station from '../station.ts';
import * as tariff from '../tariff.ts';
import { ADMIN, type Endpoint, FeatureCollection, STAFF } from './endpoint.ts';

/** Wagons and trains, what their standing costs. */
export const wagonsEndpoints = {
  listWagons: {
    method: 'get',
    path: '/wagons',
    access: 'any',
    summary: 'Wagons, newest operation first',
    query: PageQuery,
    responses: { 200: page(idle.WagonView) },
  },
  getWagon: { method: 'get', path: '/wagons/:number', access: 'any', summary: 'One wagon', responses: { 200: idle.WagonView } },
  getWagonTrack: {
    method: 'get',
    path: '/wagons/:number/track',
    access: 'any',
    summary: 'The way of its present trip and the rest of it (GeoJSON)',
    responses: { 200: FeatureCollection },
  },
  getWagonHistory: {
    method: 'get',
    path: '/wagons/:number/history',
    access: 'any',
    summary: 'Operations, newest first',
    query: PageQuery,
    responses: { 200: page(rail.WagonOperation) },
  },
  listIdle: {
    method: 'get',
    path: '/idle',
    access: 'any',
    summary: 'Wagons that need somebody: idle, abandoned, late or missing, the dearest first',
    query: idle.IdleQuery,
    responses: { 200: idle.IdlePage },
  },
  getIdleMonth: {
    method: 'get',
    path: '/idle/month',
    access: 'any',
    summary: 'What standing at destinations cost in a month',
    query: idle.IdleMonthQuery,
    responses: { 200: idle.IdleMonth },
  },
  listTariffs: {
    method: 'get',
    path: '/tariffs',
    access: STAFF,
    summary: 'Versions of what idle wagons cost, the newest validity first',
    query: PageQuery,
    responses: { 200: page(tariff.Tariff) },
  },
  createTariff: {
    method: 'post',
    path: '/tariffs',
    access: ADMIN,
    summary: 'Add a version of what idle wagons cost',
    body: tariff.NewTariff,
    responses: { 201: tariff.Tariff },
  },
  changeTariff: {
    method: 'patch',
    path: '/tariffs/:id',
    access: ADMIN,
    summary: 'Change a version; what is left out stays',
    body: tariff.TariffChange,
    responses: { 200: tariff.Tariff },
  },
  listNorms: {
    method: 'get',
    path: '/norms',
    access: STAFF,
    summary: 'Versions of the norms that terms of delivery are computed by, the newest validity first, what ships last',
    query: PageQuery,
    responses: { 200: page(norm.NormBook) },
  },
  addNorms: {
    method: 'post',
    path: '/norms',
    access: ADMIN,
    summary: 'Add a version of the norms; what was accepted before its first day keeps its term',
    body: norm.NewNormBook,
    responses: { 201: norm.NormBook },
  },
  previewNorms: {
    method: 'post',
    path: '/norms/preview',
    access: ADMIN,
    summary: 'What another version of the norms would change; nothing is kept',
    body: norm.NewNormBook,
    responses: { 200: norm.NormPreview },
  },
  confirmNorms: {
    method: 'post',
    path: '/norms/:book/confirm',
    access: ADMIN,
    summary: 'A version has been held against its source; `built-in` becomes a version of the company by that',
    responses: { 200: norm.NormBook },
  },
  endNorms: {
    method: 'post',
    path: '/norms/:book/end',
    access: ADMIN,
    summary: 'The last day of acceptance a version holds for',
    body: norm.NormEnd,
    responses: { 200: norm.NormBook },
  },
  withdrawNorms: {
    method: 'post',
    path: '/norms/:book/withdraw',
    access: ADMIN,
    summary: 'A version no longer counts; what was before it does again',
    responses: { 200: norm.NormBook },
  },
  getTrain: {
    method: 'get',
    path: '/trains/:index',
    access: 'any',
    summary: 'A train by its index: where it is and its wagons',
    responses: { 200: station.TrainView },
  },
} as const satisfies Record<string, Endpoint>;
