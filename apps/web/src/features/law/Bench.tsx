import type { LawItem, LawProposal, RuleSetName, Trial, VerdictKey } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { BenchTruckForm } from './BenchTruckForm.tsx';
import { type BenchTruck, bookWith, questionOf, truckOf } from './bench-model.ts';
import { Examples } from './Examples.tsx';
import { exampleName } from './example-name.ts';
import { useLawWords } from './law-words.ts';
import { Outcome } from './Outcome.tsx';
import { SaveExample } from './SaveExample.tsx';
import { storedOf, useLawBook } from './use-law.ts';

interface BenchProps {
  items: readonly LawItem[];
  regime: RuleSetName;
  on: string;
  proposal: LawProposal | null;
  isAdmin: boolean;
  onDrop: () => void;
}

const KEYS: Record<RuleSetName, readonly VerdictKey[]> = {
  RU: ['6', '10', '11.5'],
  EU_96_53: ['EU_96_53'],
  US_federal: ['US_federal'],
};

/** A truck on a day under the law as it is and under a change, side by side; below, every saved example. */
export function Bench({ items, regime, on, proposal, isAdmin, onDrop }: BenchProps) {
  const words = useLawWords();
  const { t, title } = words;
  const [params, setParams] = useSearchParams();
  const [example, setExample] = useState<Trial | undefined>();
  const book = useLawBook();
  const truck = useMemo(() => truckOf(params), [params]);
  const asked = useMemo(() => questionOf(truck, { ruleSet: regime, example }), [truck, regime, example]);
  const proposedBook = useMemo(
    () => (proposal === null ? undefined : bookWith(proposal, items, items.flatMap(storedOf))),
    [proposal, items],
  );
  const change = (part: Partial<BenchTruck>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(part)) {
          if (value === null || value === '') before.delete(name);
          else before.set(name, String(value));
        }
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  const ruleSet = example?.request.ruleSet ?? regime;
  const shared = { question: asked.question, problem: asked.problem };
  const day = example?.request.on ?? on;
  return (
    <>
      <p className="kv-note">{t('law.bench.intro')}</p>
      <div className="kv-plan-columns">
        <div>
          {example !== undefined && (
            <p className="kv-law-chosen">
              {exampleName(example, example, words)}{' '}
              <button type="button" className="kv-link" onClick={() => setExample(undefined)}>
                {t('common.close')}
              </button>
            </p>
          )}
          <BenchTruckForm truck={truck} isFixed={example !== undefined} isRussian={ruleSet === 'RU'} onChange={change} />
        </div>
        <div className="kv-law-outcomes">
          <Outcome title={t('law.bench.today')} book={book} on={day} testId="outcome-now" {...shared} />
          {proposal === null ? (
            <p className="kv-note">{t('law.bench.noProposal')}</p>
          ) : (
            <>
              <Outcome
                title={t('law.bench.proposed', { what: proposalWords(proposal, items, title) })}
                book={proposedBook}
                on={day}
                testId="outcome-proposed"
                {...shared}
              />
              <Button size="compact-sm" variant="default" onClick={onDrop}>
                {t('law.bench.drop')}
              </Button>
            </>
          )}
          {isAdmin && asked.question !== undefined && example === undefined && (
            <SaveExample
              question={asked.question}
              on={on}
              keys={ruleSet === 'RU' && truck.road !== '' ? [truck.road as VerdictKey] : KEYS[ruleSet]}
            />
          )}
        </div>
      </div>
      <Examples on={on} proposal={proposal} isAdmin={isAdmin} onFill={setExample} />
    </>
  );
}

function proposalWords(
  proposal: LawProposal,
  items: readonly LawItem[],
  title: (item: Pick<LawItem, 'kind' | 'values' | 'history'>) => string,
): string {
  if ('item' in proposal) return title({ kind: proposal.item.kind, values: { ...proposal.item.values }, history: [] });
  const item = items.find(({ id }) => id === proposal.itemId);
  return item === undefined ? proposal.itemId : title(item);
}
