import type { LawProposal, Trial, TrialDifference, TrialResult } from '@karavan/contracts';
import { ActionIcon, Checkbox } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { Failure } from '../../ui/PageState.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { whatWords } from '../plan/loading/words.ts';
import { Change } from './Effect.tsx';
import { exampleName } from './example-name.ts';
import { useLawWords, type Words } from './law-words.ts';
import { useTrials } from './use-law.ts';

interface ExamplesProps {
  on: string;
  proposal: LawProposal | null;
  isAdmin: boolean;
  onFill: (trial: Trial) => void;
}

/** Every saved example under today’s law, and under the change that is tried: what differs, and from what was expected. */
export function Examples({ on, proposal, isAdmin, onFill }: ExamplesProps) {
  const words = useLawWords();
  const { t } = words;
  const [onlyChanged, setOnlyChanged] = useState(false);
  const trials = useTrials();
  const run = useQuery({
    queryKey: ['law', 'run', on, proposal],
    queryFn: ({ signal }) => call('runTrials', { body: { on, ...(proposal === null ? {} : { proposed: proposal }) }, signal }),
  });
  if (run.error !== null) return <Failure error={run.error} retry={() => void run.refetch()} />;
  if (run.data === undefined) return <Waiting />;
  const { results, changed, unexpected } = run.data;
  const isOdd = (result: TrialResult) => result.changes || result.differs.length > 0 || result.problem !== undefined;
  const all = t('law.bench.all', { count: results.length });
  return (
    <section className="kv-law-section" aria-labelledby="law-examples">
      <h2 id="law-examples">{t('law.bench.examples')}</h2>
      <p className="kv-note">{t('law.bench.examplesIntro')}</p>
      <p data-testid="trial-counts">
        {proposal === null
          ? t('law.bench.counts', { all, unexpected })
          : t('law.bench.countsChanged', { all, unexpected, changed })}
      </p>
      <Checkbox
        label={t('law.bench.onlyChanged')}
        checked={onlyChanged}
        onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
      />
      <ul className="kv-law-examples">
        {results
          .filter((result) => !onlyChanged || isOdd(result))
          .map((result) => (
            <Example
              key={result.id}
              result={result}
              trial={trials.data?.items.find(({ id }) => id === result.id)}
              words={words}
              isAdmin={isAdmin}
              onFill={onFill}
            />
          ))}
      </ul>
    </section>
  );
}

interface ExampleProps {
  result: TrialResult;
  trial: Trial | undefined;
  words: Words;
  isAdmin: boolean;
  onFill: (trial: Trial) => void;
}

function Example({ result, trial, words, isAdmin, onFill }: ExampleProps) {
  const { t } = words;
  const isRight = result.differs.length === 0 && result.problem === undefined;
  const wrong =
    result.problem?.map(({ message }) => message) ?? result.differs.map((difference) => differenceWords(difference, words));
  return (
    <li data-testid={`trial-${result.id}`}>
      <div>
        {exampleName(result, trial, words)}
        {trial?.shipped === true && <span className="kv-note">{t('law.bench.shipped')}</span>}
      </div>
      <div>
        <span className={isRight ? 'kv-law-sure' : 'kv-law-unsure'}>
          {isRight ? `✓ ${t('law.bench.asExpected')}` : `✕ ${t('law.bench.unexpected', { what: wrong.join('; ') })}`}
        </span>
        {result.changes && (
          <>
            <span className="kv-law-unsure">▲ {t('law.bench.changes')}</span>
            <Change trial={result} words={words} />
          </>
        )}
      </div>
      <div className="kv-law-buttons">
        {trial !== undefined && (
          <button type="button" className="kv-link" onClick={() => onFill(trial)}>
            {t('law.bench.fill')}
          </button>
        )}
        {isAdmin && trial?.shipped === false && <Remove trial={trial} />}
      </div>
    </li>
  );
}

function differenceWords({ key, field, expected, actual }: TrialDifference, { t, tonnes, road }: Words): string {
  const said = (value: TrialDifference['actual']): string => {
    if (value === null) return '—';
    if (typeof value === 'boolean') return t(value ? 'law.bench.yes' : 'law.bench.no');
    if (typeof value === 'number') return tonnes(value);
    return field === 'band' ? value.replace('-', '–') : whatWords(value, t);
  };
  const words = t('law.bench.difference', {
    field: t(`law.bench.field.${field}`),
    actual: said(actual),
    expected: said(expected),
  });
  return t('law.verdict.onRoad', { road: road(key), verdict: words });
}

function Remove({ trial }: { trial: Trial }) {
  const { t } = useLawWords();
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: () => call('deleteTrial', { params: { id: trial.id } }),
    onSuccess: async () => {
      notifications.show({ message: t('law.bench.removed'), withBorder: true });
      await client.invalidateQueries({ queryKey: ['law'] });
    },
  });
  if (isSure)
    return (
      <button type="button" className="kv-link kv-late" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {t('law.bench.removeSure')}
      </button>
    );
  return (
    <ActionIcon
      variant="subtle"
      size={36}
      className="kv-tool"
      aria-label={t('law.bench.remove', { name: trial.name })}
      onClick={() => setSure(true)}
    >
      <IconTrash size={16} />
    </ActionIcon>
  );
}
