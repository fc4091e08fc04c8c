import { z } from 'zod';
import { PageQuery, page } from '../common.ts';
import * as network from '../network.ts';
import * as roadNetwork from '../road-network.ts';
import { type Endpoint, STAFF } from './endpoint.ts';

/** The network of warehouses, and what was promised from it. */
export const promisesEndpoints = {
  getRoadNetwork: {
    method: 'get',
    path: '/network/road',
    access: STAFF,
    summary: 'Plants, sites, ways and trucks as plans use them',
    responses: { 200: roadNetwork.StoredRoadNetwork },
  },
  saveRoadNetwork: {
    method: 'post',
    path: '/network/road',
    access: STAFF,
    summary: 'Store a new version of plants, sites, ways and trucks',
    body: roadNetwork.NewRoadNetwork,
    responses: { 201: roadNetwork.StoredRoadNetwork },
  },
  getNetwork: {
    method: 'get',
    path: '/network',
    access: STAFF,
    summary: 'Warehouses, lanes and services as they are stored',
    responses: { 200: network.StoredNetwork },
  },
  saveNetwork: {
    method: 'post',
    path: '/network',
    access: STAFF,
    summary: 'Store a new version of warehouses, lanes and services',
    body: network.NewNetwork,
    responses: { 201: network.StoredNetwork },
  },
  saveItems: {
    method: 'post',
    path: '/network/items',
    access: STAFF,
    summary: 'Describe goods',
    body: network.NewItems,
    responses: { 200: network.Saved },
  },
  saveStock: {
    method: 'post',
    path: '/network/stock',
    access: STAFF,
    summary: 'Set what lots hold',
    body: network.NewStock,
    responses: { 200: network.Saved },
  },
  listStock: {
    method: 'get',
    path: '/network/stock',
    access: STAFF,
    summary: 'Lots with what is reserved of them',
    query: PageQuery.extend({ sku: z.string().max(200).optional() }),
    responses: { 200: page(network.StockLot) },
  },
  searchGoods: {
    method: 'get',
    path: '/network/goods',
    access: STAFF,
    summary: 'Goods by any part of their names, with where there is how much of them',
    query: network.GoodsQuery,
    responses: { 200: z.object({ items: z.array(network.FoundGoods) }) },
  },
  createPromise: {
    method: 'post',
    path: '/promises',
    access: STAFF,
    summary: 'Promise an order and reserve its goods, at once or not at all',
    body: network.NewPromise,
    responses: { 200: network.KeptPromise, 201: network.KeptPromise },
  },
  listPromises: {
    method: 'get',
    path: '/promises',
    access: STAFF,
    summary: 'Promises, newest first',
    query: PageQuery,
    responses: { 200: page(network.KeptPromise) },
  },
  getPromise: {
    method: 'get',
    path: '/promises/:id',
    access: STAFF,
    summary: 'One promise, with what it would be today where that differs',
    responses: { 200: network.KeptPromise },
  },
  recheckPromise: {
    method: 'post',
    path: '/promises/:id/recheck',
    access: STAFF,
    summary: 'What this promise would be now',
    responses: { 200: network.KeptPromise },
  },
  acceptPromiseChange: {
    method: 'post',
    path: '/promises/:id/accept',
    access: STAFF,
    summary: 'Make the changed plan the promise',
    responses: { 200: network.KeptPromise },
  },
  releasePromise: {
    method: 'delete',
    path: '/promises/:id',
    access: STAFF,
    summary: 'Let go of a promise and its goods',
    responses: { 200: network.KeptPromise },
  },
} as const satisfies Record<string, Endpoint>;
