import { z } from 'zod';
import { PageQuery, page } from '../common.ts';
import * as rail from '../rail.ts';
import { type Endpoint, Ok, STAFF } from './endpoint.ts';

/** Wagon reports, their rows and their layouts. */
export const reportsEndpoints = {
  uploadReport: {
    method: 'post',
    path: '/reports',
    access: STAFF,
    summary: 'Take in a wagon report',
    accepts: 'multipart',
    responses: { 200: rail.ReportSummary, 201: rail.ReportSummary, 202: rail.ReportSummary },
  },
  listReports: {
    method: 'get',
    path: '/reports',
    access: STAFF,
    summary: 'Reports, newest first',
    query: PageQuery.extend({ waiting: z.stringbool().optional() }),
    responses: { 200: page(rail.ReportListItem) },
  },
  getReport: {
    method: 'get',
    path: '/reports/:id',
    access: STAFF,
    summary: 'One report',
    responses: { 200: rail.ReportDetail },
  },
  getReportRaw: {
    method: 'get',
    path: '/reports/:id/raw',
    access: STAFF,
    summary: 'The very bytes',
    replies: 'bytes',
    responses: { 200: z.string() },
  },
  listReportRows: {
    method: 'get',
    path: '/reports/:id/rows',
    access: STAFF,
    summary: 'Every row with its verdict',
    query: PageQuery,
    responses: { 200: page(rail.ReportRowView) },
  },
  replayReport: {
    method: 'post',
    path: '/reports/:id/replay',
    access: STAFF,
    summary: 'Run today’s parser over the stored bytes',
    responses: { 200: rail.ReportSummary },
  },
  approveReport: {
    method: 'post',
    path: '/reports/:id/approve',
    access: STAFF,
    summary: 'Apply a held report',
    responses: { 200: rail.ReportSummary },
  },
  rejectReport: {
    method: 'post',
    path: '/reports/:id/reject',
    access: STAFF,
    summary: 'Put a held or quarantined report away',
    responses: { 200: Ok },
  },
  getReportColumns: {
    method: 'get',
    path: '/reports/:id/columns',
    access: STAFF,
    summary: 'What the columns of a report are taken for',
    responses: { 200: rail.ReportColumns },
  },
  approveMapping: {
    method: 'post',
    path: '/reports/:id/mapping',
    access: STAFF,
    summary: 'Say what the columns of a layout mean and read all its reports again, those in use too',
    body: rail.MappingApproval,
    responses: { 200: rail.LayoutRun, 202: rail.LayoutRun },
  },
  getLayoutRun: {
    method: 'get',
    path: '/reports/:id/mapping',
    access: STAFF,
    summary: 'How far the reports of its layout have been read again',
    responses: { 200: rail.LayoutRunReply },
  },
} as const satisfies Record<string, Endpoint>;
