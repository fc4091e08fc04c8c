import { page } from '../common.ts';
import * as law from '../law.ts';
import { ADMIN, type Endpoint, Ok, STAFF } from './endpoint.ts';

/** The law of the road as a company applies it. */
export const lawEndpoints = {
  listLaw: {
    method: 'get',
    path: '/law',
    access: STAFF,
    summary: 'Every row, act and fine of the law on a day, with who confirmed it and what it was before',
    query: law.LawQuery,
    responses: { 200: law.LawReply },
  },
  addLawItem: {
    method: 'post',
    path: '/law',
    access: ADMIN,
    summary: 'Add a seasonal act or a row of a table; tells which saved examples change their verdict',
    query: law.DryRun,
    body: law.NewLawItem,
    responses: { 200: law.LawChangeReply, 201: law.LawChangeReply },
  },
  changeLawItem: {
    method: 'patch',
    path: '/law/:itemId',
    access: ADMIN,
    summary: 'A new version of an item, from a day on, or its last day; what it was stays',
    query: law.DryRun,
    body: law.LawChange,
    responses: { 200: law.LawChangeReply },
  },
  confirmLawItem: {
    method: 'post',
    path: '/law/:itemId/confirm',
    access: ADMIN,
    summary: 'An item has been held against its source',
    body: law.LawMark,
    responses: { 200: law.LawItem },
  },
  withdrawLawItem: {
    method: 'post',
    path: '/law/:itemId/withdraw',
    access: ADMIN,
    summary: 'A version no longer counts; what was before it does again',
    query: law.DryRun,
    body: law.LawMark,
    responses: { 200: law.LawChangeReply },
  },
  listTrials: {
    method: 'get',
    path: '/law/trials',
    access: STAFF,
    summary: 'Saved examples: trucks whose verdict is known',
    responses: { 200: page(law.Trial) },
  },
  saveTrial: {
    method: 'post',
    path: '/law/trials',
    access: ADMIN,
    summary: 'Save a truck with the verdict it is to have',
    body: law.NewTrial,
    responses: { 201: law.Trial },
  },
  runTrials: {
    method: 'post',
    path: '/law/trials/run',
    access: STAFF,
    summary: 'Run all examples under today’s law, or under a proposed change; nothing is saved',
    body: law.TrialsRun,
    responses: { 200: law.TrialsReply },
  },
  deleteTrial: {
    method: 'delete',
    path: '/law/trials/:id',
    access: ADMIN,
    summary: 'Delete a saved example',
    responses: { 200: Ok },
  },
} as const satisfies Record<string, Endpoint>;
