import { changeAlertSettings, getAlert, getAlertSettings, handleAlert, listAlerts, snoozeAlert } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names =
  | 'listAlerts'
  | 'getAlert'
  | 'takeAlert'
  | 'snoozeAlert'
  | 'closeAlert'
  | 'reopenAlert'
  | 'getAlertSettings'
  | 'changeAlertSettings';

const idOf = (params: Record<string, string>): string => params['id'] ?? '';

export const alertHandlers: Handlers<Names> = {
  listAlerts: async ({ deps, actor, query }) => ({ status: 200, body: await listAlerts(deps, { actor, query }) }),
  getAlert: async ({ deps, actor, params }) => ({ status: 200, body: await getAlert(deps, { actor, id: idOf(params) }) }),
  takeAlert: async ({ deps, actor, params }) => ({
    status: 200,
    body: await handleAlert(deps, { actor, id: idOf(params), how: 'take' }),
  }),
  snoozeAlert: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await snoozeAlert(deps, { actor, id: idOf(params), minutes: body.minutes }),
  }),
  closeAlert: async ({ deps, actor, params }) => ({
    status: 200,
    body: await handleAlert(deps, { actor, id: idOf(params), how: 'close' }),
  }),
  reopenAlert: async ({ deps, actor, params }) => ({
    status: 200,
    body: await handleAlert(deps, { actor, id: idOf(params), how: 'reopen' }),
  }),
  getAlertSettings: async ({ deps, actor }) => ({ status: 200, body: await getAlertSettings(deps, actor) }),
  changeAlertSettings: async ({ deps, actor, body }) => ({
    status: 200,
    body: await changeAlertSettings(deps, { actor, change: body }),
  }),
};
