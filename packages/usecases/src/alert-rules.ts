import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '@karavan/contracts';
import { geofences, type Tx } from '@karavan/store';
import { compileShape, type Fences, indexFences, type WatchedFence } from '@karavan/tracking';

/** What positions of a company are held against. */
export interface AlertRules {
  edition: number;
  fences: Fences<WatchedFence>;
  /** planned ways */
  corridors: WatchedFence[];
  /** since when each fence is what it is */
  changedAt: ReadonlyMap<string, string>;
  settings: AlertSettings;
}

/** Of all companies this process has positions of. An edition is never given twice for different rules of one company. */
const known = new Map<string, AlertRules>();

const NO_RULES: Omit<AlertRules, 'edition'> = {
  fences: { byId: new Map(), index: { near: () => [] } },
  corridors: [],
  changedAt: new Map(),
  settings: DEFAULT_ALERT_SETTINGS,
};

/** The fences and settings of an edition; read and made ready only when it is a new one. */
export async function rulesOf(tx: Tx, input: { companyId: string; edition: number }): Promise<AlertRules> {
  const { companyId, edition } = input;
  const held = known.get(companyId);
  if (held?.edition === edition) return held;
  if (edition === 0) return hold(companyId, { edition, ...NO_RULES });
  const active = await geofences.listActiveGeofences(tx);
  const fences = active.map(
    ({ id, name, shape, alertOn, marginM, dwellSeconds, siteId }): WatchedFence => ({
      id,
      name,
      alertOn,
      marginM,
      dwellSeconds,
      siteId,
      kind: shape.kind,
      ...compileShape(shape),
    }),
  );
  return hold(companyId, {
    edition,
    fences: { byId: new Map(fences.map((fence) => [fence.id, fence])), index: indexFences(fences) },
    changedAt: new Map(active.map(({ id, updatedAt }) => [id, updatedAt])),
    corridors: fences.filter(({ kind }) => kind === 'corridor'),
    settings: await settingsOf(tx, companyId),
  });
}

function hold(companyId: string, rules: AlertRules): AlertRules {
  known.set(companyId, rules);
  return rules;
}

/** The rules that were read last; whether they still hold only the database can tell. */
export const recallRules = (companyId: string): AlertRules | undefined => known.get(companyId);

/** What the company has set, the defaults for the rest. */
export async function settingsOf(tx: Tx, companyId: string): Promise<AlertSettings> {
  const stored = await geofences.findSettings(tx, companyId);
  return { ...DEFAULT_ALERT_SETTINGS, ...stored?.settings };
}
