import type { Actor, NewTariff, Tariff, TariffChange } from '@karavan/contracts';
import { NewTariff as NewTariffSchema } from '@karavan/contracts';
import { AppError, badInput } from '@karavan/runtime';
import { audit, type Page, type Tx, tariffs } from '@karavan/store';
import { BUILT_IN_TARIFFS } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';

/** The versions of the company; the built-in placeholder where it has none (IC7). */
export async function listTariffs(
  deps: Deps,
  input: { actor: Actor; limit: number; cursor?: string | undefined },
): Promise<Page<Tariff>> {
  const page = await deps.db.scoped(scopeOf(input.actor), (tx) => tariffs.listTariffs(tx, input));
  const isNone = page.items.length === 0 && input.cursor === undefined;
  return isNone ? { items: [...BUILT_IN_TARIFFS], nextCursor: null } : page;
}

/** For costs: customers may see what their wagons cost, though not the table of rates. */
export async function tariffsOf(deps: Deps, companyId: string): Promise<readonly Tariff[]> {
  const own = await deps.db.systemOnce((tx) => tariffs.listTariffsOf(tx, companyId));
  return own.length > 0 ? own : BUILT_IN_TARIFFS;
}

/** @throws AppError CONFLICT when a version begins on that day already, BAD_INPUT for a second currency */
export async function createTariff(deps: Deps, input: { actor: Actor; tariff: NewTariff }): Promise<Tariff> {
  const { actor, tariff } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    await keepOneCurrency(tx, { actor, currency: tariff.currency });
    const saved = await tariffs.insertTariff(tx, actor.companyId, tariff);
    if (saved === undefined) throw sameDay(tariff.validFrom);
    await noted(tx, { actor, tariff: saved, action: 'tariff added' });
    return saved;
  });
}

/** What is left out stays. @throws AppError NOT_FOUND, and as `createTariff` */
export async function changeTariff(deps: Deps, input: { actor: Actor; id: string; change: TariffChange }): Promise<Tariff> {
  const { actor, id, change } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const known = await tariffs.findTariff(tx, id);
    if (known === undefined) throw new AppError('NOT_FOUND', 'There is no such tariff.');
    const { id: _id, createdAt: _createdAt, ...terms } = known;
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const whole = NewTariffSchema.safeParse({ ...terms, ...given });
    if (!whole.success) throw badInput(whole.error);
    await keepOneCurrency(tx, { actor, currency: whole.data.currency, but: id });
    const saved = await tariffs.saveTariff(tx, id, whole.data);
    if (saved === undefined) throw sameDay(whole.data.validFrom);
    await noted(tx, { actor, tariff: saved, action: 'tariff changed' });
    return saved;
  });
}

/** Sums over versions are sums of one currency. */
async function keepOneCurrency(tx: Tx, input: { actor: Actor; currency: string; but?: string }): Promise<void> {
  const others = (await tariffs.listTariffsOf(tx, input.actor.companyId)).filter(({ id }) => id !== input.but);
  const other = others.find(({ currency }) => currency !== input.currency);
  if (other === undefined) return;
  const message = `must be ${other.currency}, as in the other versions`;
  throw new AppError('BAD_INPUT', `currency: ${message}`, { errors: [{ path: 'currency', message }] });
}

const noted = (tx: Tx, input: { actor: Actor; tariff: Tariff; action: string }) =>
  audit.insertAudit(tx, {
    companyId: input.actor.companyId,
    actor: input.actor.name,
    action: input.action,
    subject: input.tariff.id,
    details: { ...input.tariff },
  });

const sameDay = (day: string) =>
  new AppError('CONFLICT', `validFrom: another version begins on ${day}; change that one.`, {
    errors: [{ path: 'validFrom', message: 'another version begins on this day' }],
  });
