import { type LawProposal, RULE_SETS, type RuleSetName } from '@karavan/contracts';
import { Checkbox, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { useSession } from '../../session/session.ts';
import { Failure } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { Acts } from './Acts.tsx';
import { Bench } from './Bench.tsx';
import { ItemDialog } from './ItemDialog.tsx';
import { Tables } from './Tables.tsx';
import { ofRegime, today, useLaw } from './use-law.ts';
import './law.css';
import { DateField } from '../../ui/DateFields.tsx';

const VIEWS = ['tables', 'acts', 'bench'] as const;
type View = (typeof VIEWS)[number];
const isView = (text: string | null): text is View => VIEWS.some((view) => view === text);
const isRegime = (text: string | null): text is RuleSetName => RULE_SETS.some((name) => name === text);

function firstDayOf(proposal: LawProposal): string {
  const { values, validFrom } = 'item' in proposal ? { validFrom: null, ...proposal.item } : proposal.change;
  const from = validFrom ?? (values as { from?: unknown } | undefined)?.from;
  return typeof from === 'string' ? from : '';
}

/** The law as the planner uses it: every limit with its source and days, editable by an admin; and a bench to try it on. */
export default function LawPage() {
  const { t } = useFormat();
  useTitle(t('law.title'), t('plan.title'));
  const session = useSession();
  const isAdmin = session.status === 'in' && session.user.role === 'admin';
  const [params, setParams] = useSearchParams();
  const [proposal, setProposal] = useState<LawProposal | null>(null);
  const [view, regime] = [params.get('view'), params.get('regime')];
  const shown: View = isView(view) ? view : 'tables';
  const whose: RuleSetName = isRegime(regime) ? regime : 'RU';
  const on = /^\d{4}-\d\d-\d\d$/.test(params.get('on') ?? '') ? (params.get('on') ?? '') : today();
  const onlyUnconfirmed = params.get('unconfirmed') === '1';
  const law = useLaw(on);
  const set = (part: Record<string, string | null>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(part)) {
          if (value === null) before.delete(name);
          else before.set(name, value);
        }
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  const tryOut = (next: LawProposal) => {
    setProposal(next);
    // before its first day a change changes nothing
    const from = firstDayOf(next);
    set({ view: 'bench', item: null, ...(from > on ? { on: from } : {}) });
  };
  const items = law.data?.items ?? [];
  const own = ofRegime(items, whose);
  const unsure = own.filter(({ status, state }) => state === 'inForce' && status === 'unconfirmed').length;
  const open = items.find(({ id }) => id === params.get('item'));
  return (
    <div className="kv-law">
      <header>
        <h1>{t('law.title')}</h1>
        <p className="kv-note">
          {t('law.intro')} {!isAdmin && t('law.readOnly')}
        </p>
      </header>
      <div className="kv-law-bar">
        <SegmentedControl
          aria-label={t('law.view')}
          data={VIEWS.map((value) => ({ value, label: t(`law.views.${value}`) }))}
          value={shown}
          onChange={(value) => set({ view: value })}
        />
        <SegmentedControl
          aria-label={t('law.regime')}
          data={RULE_SETS.map((value) => ({ value, label: t(`plan.loading.ruleSets.${value}`) }))}
          value={whose}
          onChange={(value) => set({ regime: value })}
        />
        <DateField label={t('law.on')} value={on} onValue={(value) => set({ on: value || null })} />
      </div>
      {law.error !== null && <Failure error={law.error} retry={() => void law.refetch()} />}
      {law.data === undefined && law.error === null && <Waiting />}
      {law.data !== undefined && shown !== 'bench' && (
        <div className="kv-law-count">
          <span data-testid="law-unconfirmed">{t('law.unconfirmedCount', { count: unsure })}</span>
          <Checkbox
            label={t('law.onlyUnconfirmed')}
            checked={onlyUnconfirmed}
            onChange={(event) => set({ unconfirmed: event.currentTarget.checked ? '1' : null })}
          />
        </div>
      )}
      {law.data !== undefined && shown === 'tables' && (
        <Tables items={own} regime={whose} onlyUnconfirmed={onlyUnconfirmed} onOpen={(item) => set({ item })} />
      )}
      {law.data !== undefined && shown === 'acts' && (
        <Acts items={own} onlyUnconfirmed={onlyUnconfirmed} isAdmin={isAdmin} onOpen={(item) => set({ item })} onTry={tryOut} />
      )}
      {law.data !== undefined && shown === 'bench' && (
        <Bench items={items} regime={whose} on={on} proposal={proposal} isAdmin={isAdmin} onDrop={() => setProposal(null)} />
      )}
      {open !== undefined && (
        <ItemDialog key={open.id} item={open} isAdmin={isAdmin} onTry={tryOut} onClose={() => set({ item: null })} />
      )}
    </div>
  );
}
