import { AppError } from '@karavan/runtime';
import { reports } from '@karavan/store';
import {
  approveMapping,
  approveReport,
  finishReport,
  getLayoutRun,
  getReport,
  getReportColumns,
  noteRefusal,
  rejectReport,
  scopeOf,
  takeInReport,
} from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';
import { readUpload } from '../http/upload.ts';

type Names =
  | 'uploadReport'
  | 'listReports'
  | 'getReport'
  | 'getReportRaw'
  | 'listReportRows'
  | 'replayReport'
  | 'approveReport'
  | 'rejectReport'
  | 'approveMapping'
  | 'getReportColumns'
  | 'getLayoutRun';

const missing = () => new AppError('NOT_FOUND', 'There is no such report.');

export const reportHandlers: Handlers<Names> = {
  async uploadReport({ deps, actor, req }) {
    const upload = await readUpload(req).catch(async (error: unknown) => {
      if (error instanceof AppError && error.code === 'TOO_LARGE')
        await noteRefusal(deps, { actor, action: 'report refused', code: 'TOO_LARGE' });
      throw error;
    });
    const source = upload.fields['source']?.slice(0, 100).toWellFormed() || 'upload';
    const intake = await takeInReport(deps, { actor, bytes: upload.bytes, source, fileName: upload.fileName });
    if (intake.summary.status === 'held') return { status: 202, body: intake.summary };
    return intake.isNew ? { status: 201, body: intake.summary } : { status: 200, body: intake.summary };
  },
  listReports: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => reports.listReports(tx, query)),
  }),
  getReport: async ({ deps, actor, params }) => ({
    status: 200,
    body: await getReport(deps, { actor, reportId: params['id'] ?? '' }),
  }),
  async getReportRaw({ deps, actor, params, res }) {
    const raw = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReportRaw(tx, params['id'] ?? ''));
    if (raw === undefined) throw missing();
    res.attachment(raw.fileName ?? 'report.bin').type('application/octet-stream');
    return { status: 200, body: raw.bytes };
  },
  listReportRows: async ({ deps, actor, params, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), async (tx) => {
      const reportId = params['id'] ?? '';
      if ((await reports.findReport(tx, reportId)) === undefined) throw missing();
      return reports.listReportRows(tx, { reportId, ...query });
    }),
  }),
  replayReport: async ({ deps, actor, params }) => ({
    status: 200,
    body: await finishReport(deps, { actor, reportId: params['id'] ?? '', because: 'replay' }),
  }),
  approveReport: async ({ deps, actor, params }) => ({
    status: 200,
    body: await approveReport(deps, { actor, reportId: params['id'] ?? '' }),
  }),
  async rejectReport({ deps, actor, params }) {
    await rejectReport(deps, { actor, reportId: params['id'] ?? '' });
    return { status: 200, body: { ok: true } };
  },
  getReportColumns: async ({ deps, actor, params }) => ({
    status: 200,
    body: await getReportColumns(deps, { actor, reportId: params['id'] ?? '' }),
  }),
  async approveMapping({ deps, actor, params, body }) {
    const run = await approveMapping(deps, { actor, reportId: params['id'] ?? '', columns: body.columns });
    return { status: run.status === 'done' ? 200 : 202, body: run };
  },
  getLayoutRun: async ({ deps, actor, params }) => ({
    status: 200,
    body: await getLayoutRun(deps, { actor, reportId: params['id'] ?? '' }),
  }),
};
