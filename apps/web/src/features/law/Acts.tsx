import type { LawItem, LawProposal, LawValuesOf } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { GuardedModal } from '../../ui/GuardedModal.tsx';
import { PageState } from '../../ui/PageState.tsx';
import { ActForm } from './ActForm.tsx';
import { Badge } from './Badge.tsx';
import { useLawWords } from './law-words.ts';
import { Source } from './Source.tsx';

interface ActsProps {
  items: readonly LawItem[];
  onlyUnconfirmed: boolean;
  isAdmin: boolean;
  onOpen: (id: string) => void;
  onTry: (proposal: LawProposal) => void;
}

/** Acts of the season: those of the day first, the others by their days. */
export function Acts({ items, onlyUnconfirmed, isAdmin, onOpen, onTry }: ActsProps) {
  const { t } = useLawWords();
  const [isAdding, setAdding] = useState(false);
  const acts = items
    .filter(({ kind, status }) => kind === 'season' && !(onlyUnconfirmed && status === 'confirmed'))
    .sort((a, b) => (b.validFrom ?? '').localeCompare(a.validFrom ?? ''));
  const open = acts.filter(({ state }) => state !== 'ended');
  const past = acts.filter(({ state }) => state === 'ended');
  return (
    <section className="kv-law-section" aria-label={t('law.views.acts')}>
      {isAdmin && (
        <Button className="kv-law-add" onClick={() => setAdding(true)}>
          {t('law.act.add')}
        </Button>
      )}
      {open.length === 0 ? <PageState title={t('law.act.none')} /> : <List acts={open} onOpen={onOpen} />}
      {past.length > 0 && (
        <details className="kv-law-others">
          <summary>{`${t('law.act.past')} (${past.length})`}</summary>
          <List acts={past} onOpen={onOpen} />
        </details>
      )}
      {isAdding && (
        <GuardedModal onClose={() => setAdding(false)} title={t('law.form.titleNew')} size="xl">
          <ActForm item={null} onTry={onTry} onDone={() => setAdding(false)} />
        </GuardedModal>
      )}
    </section>
  );
}

function List({ acts, onOpen }: { acts: readonly LawItem[]; onOpen: (id: string) => void }) {
  const { t, title, days, actLimits } = useLawWords();
  return (
    <ul className="kv-law-acts">
      {acts.map((act) => {
        const values = act.values as LawValuesOf<'season'> | null;
        return (
          <li key={act.id} data-testid={`law-${act.id}`}>
            <div>
              <button type="button" className="kv-link" onClick={() => onOpen(act.id)}>
                {title(act)}
              </button>
              <span className="kv-note">{values?.roads}</span>
            </div>
            <div className="kv-law-days">
              {values?.from === null ? '…' : days(act)}
              {values?.status === 'plan' && <span className="kv-note">{t('law.actStatus.plan')}</span>}
            </div>
            <div>{values !== null && actLimits(values).map((line) => <div key={line}>{line}</div>)}</div>
            <div>
              <Badge item={act} />
              <span className="kv-note">
                <Source text={act.source} />
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
