import type { LawItem, LawProposal, LawValuesOf } from '@karavan/contracts';
import { useState } from 'react';
import { GuardedModal } from '../../ui/GuardedModal.tsx';
import { ActForm } from './ActForm.tsx';
import { Badge } from './Badge.tsx';
import { History } from './History.tsx';
import { ItemActions } from './ItemActions.tsx';
import { ItemForm } from './ItemForm.tsx';
import { useLawWords } from './law-words.ts';
import { Source } from './Source.tsx';

interface ItemDialogProps {
  item: LawItem;
  isAdmin: boolean;
  onTry: (proposal: LawProposal) => void;
  onClose: () => void;
}

/** One item: what it says, where it comes from, what it was; an admin changes, checks, ends or withdraws it here. */
export function ItemDialog({ item, isAdmin, onTry, onClose }: ItemDialogProps) {
  const { title } = useLawWords();
  const [isEditing, setEditing] = useState(false);
  const [wasTyped, setTyped] = useState(false);
  const done = () => {
    setEditing(false);
    setTyped(false);
  };
  const form =
    item.kind === 'season' ? (
      <ActForm item={item} onTry={onTry} onDone={done} />
    ) : (
      <ItemForm item={item} onTry={onTry} onDone={done} />
    );
  return (
    <GuardedModal isDirty={wasTyped} onClose={onClose} title={title(item)} size="xl">
      <div className="kv-law-item" data-testid="law-item">
        <Facts item={item} />
        {isEditing ? (
          <div onInput={() => setTyped(true)}>{form}</div>
        ) : (
          isAdmin && <ItemActions item={item} onEdit={() => setEditing(true)} />
        )}
        <History item={item} />
      </div>
    </GuardedModal>
  );
}

function Facts({ item }: { item: LawItem }) {
  const { t, amount, actLimits, days } = useLawWords();
  const { kind, values, note, rule, source } = item;
  return (
    <dl className="kv-facts">
      <div>
        <dt>{t('law.item.state')}</dt>
        <dd>
          <Badge item={item} />
        </dd>
      </div>
      <div>
        <dt>{t('law.item.values')}</dt>
        <dd>
          {kind === 'season' && values !== null
            ? actLimits(values as LawValuesOf<'season'>).map((line) => <div key={line}>{line}</div>)
            : amount(kind, values)}
        </dd>
      </div>
      <div>
        <dt>{t('law.item.days')}</dt>
        <dd>{days(item)}</dd>
      </div>
      <div>
        <dt>{t('law.item.source')}</dt>
        <dd>
          <Source text={source} />
        </dd>
      </div>
      {note !== undefined && (
        <div>
          <dt>{t('law.item.note')}</dt>
          <dd>
            <Source text={note} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t('law.item.rule')}</dt>
        <dd>{rule}</dd>
      </div>
    </dl>
  );
}
