import { page } from '../common.ts';
import * as source from '../source.ts';
import { ADMIN, type Endpoint, Ok, STAFF } from './endpoint.ts';

/** Where reports and positions are fetched from. */
export const sourcesEndpoints = {
  listSources: {
    method: 'get',
    path: '/sources',
    access: STAFF,
    summary: 'Sources and how they are doing',
    responses: { 200: page(source.SourceHealth) },
  },
  createSource: {
    method: 'post',
    path: '/sources',
    access: ADMIN,
    summary: 'Add a source of reports',
    body: source.NewSource,
    responses: { 201: source.SourceHealth },
  },
  changeSource: {
    method: 'patch',
    path: '/sources/:sourceId',
    access: ADMIN,
    summary: 'Change, switch off or switch on a source',
    body: source.SourceChange,
    responses: { 200: source.SourceHealth },
  },
  deleteSource: {
    method: 'delete',
    path: '/sources/:sourceId',
    access: ADMIN,
    summary: 'Remove a source; its reports stay',
    responses: { 200: Ok },
  },
  checkSource: {
    method: 'post',
    path: '/sources/:sourceId/check',
    access: STAFF,
    summary: 'Look at a source now',
    responses: { 202: source.SourceHealth },
  },
} as const satisfies Record<string, Endpoint>;
