import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type Dispatch, memo, useMemo } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { decksOf, type Load, type LoadingPlan, MOST_LOADS, type OnUnit } from './model.ts';
import type { Step } from './reducer.ts';
import { axlesOf } from './units.ts';
import type { Reply } from './use-reply.ts';
import { useIssueWords } from './words.ts';

interface LoadListProps {
  plan: LoadingPlan;
  errors: Reply['errors'];
  chosen: number | null;
  onChoose: (id: number) => void;
  dispatch: Dispatch<Step>;
}

/** The exact alternative to dragging: mass and place of everything aboard at this stage, and the axles that can be raised. */
export function LoadList({ plan, errors, chosen, onChoose, dispatch }: LoadListProps) {
  const { t, tonnes, number } = useFormat();
  const loads = plan.stages[plan.at]?.loads ?? [];
  const words = useIssueWords(plan);
  const decks = useMemo(() => decksOf(plan.vehicle).map(({ unit }) => unit), [plan.vehicle]);
  const severalDecks = decks.length > 1;
  const errorOf = (index: number, ...fields: string[]) => {
    const issue = errors.find(({ path }) => fields.some((field) => path === `stages.${plan.at}.loads.${index}.${field}`));
    return issue && words(issue);
  };
  const massKg = loads.reduce((sum, load) => sum + load.massKg, 0);
  const centreM = loads.reduce((sum, load) => sum + load.massKg * ((load.fromM + load.toM) / 2), 0) / massKg;
  return (
    <fieldset className="kv-plan-lines kv-load-list">
      <legend>{t('plan.loading.loads')}</legend>
      {loads.length === 0 && <p className="kv-note">{t('plan.loading.noLoads')}</p>}
      {loads.map((load, index) => (
        <Row
          key={load.id}
          load={load}
          number={index + 1}
          isFirst={index === 0}
          isChosen={load.id === chosen}
          fromError={errorOf(index, 'fromM', 'xM')}
          toError={errorOf(index, 'toM')}
          decks={decks}
          onChoose={onChoose}
          dispatch={dispatch}
        />
      ))}
      {massKg > 0 && (
        <p className="kv-load-total">
          {severalDecks ? tonnes(massKg) : t('plan.loading.total', { mass: tonnes(massKg), at: number(centreM, 2) })}
        </p>
      )}
      <button
        type="button"
        className="kv-link kv-no-print"
        disabled={loads.length >= MOST_LOADS}
        onClick={() => dispatch({ do: 'add' })}
      >
        {t('plan.loading.addLoad')}
      </button>
      <p className="kv-note">
        {t('plan.loading.placesFrom')} <span className="kv-no-print">{t('plan.loading.keys')}</span>
      </p>
      <Lifts plan={plan} errors={errors} dispatch={dispatch} />
    </fieldset>
  );
}

interface RowProps extends Pick<LoadListProps, 'onChoose' | 'dispatch'> {
  load: Load;
  number: number;
  isFirst: boolean;
  isChosen: boolean;
  fromError: string | undefined;
  toError: string | undefined;
  decks: readonly OnUnit[];
}

/** While one load is dragged the rows of the others stay as they are. */
const Row = memo(function Row({ load, number: nth, isFirst, isChosen, fromError, toError, decks, onChoose, dispatch }: RowProps) {
  const { t } = useFormat();
  const severalDecks = decks.length > 1;
  const place = (fromM: number, toM: number) => dispatch({ do: 'place', id: load.id, fromM, toM });
  const field = (key: 'massKg' | 'fromM' | 'toM') => ({
    label: isFirst ? t(`plan.loading.${key}`) : undefined,
    'aria-label': `${t('plan.loading.load', { number: nth })}: ${t(`plan.loading.${key}`)}`,
    allowNegative: false,
    onFocus: () => onChoose(load.id),
    // half a number may lie ahead of the start; a whole one that does means the ends the other way round
    onBlur: () => load.toM < load.fromM && place(load.toM, load.fromM),
  });
  return (
    <div className={`kv-load-row${isChosen ? ' kv-load-row-on' : ''}`}>
      <span className="kv-load-number">{nth}</span>
      <NumberField
        {...field('massKg')}
        min={0}
        max={1_000_000}
        step={100}
        decimalScale={0}
        thousandSeparator=" "
        value={load.massKg}
        onNumber={(massKg) => dispatch({ do: 'mass', id: load.id, massKg })}
      />
      <NumberField
        {...field('fromM')}
        decimalScale={2}
        max={100}
        value={load.fromM}
        error={fromError}
        onNumber={(fromM) => place(fromM, load.fromM === load.toM ? fromM : load.toM)}
      />
      <NumberField
        {...field('toM')}
        decimalScale={2}
        max={100}
        value={load.toM}
        error={toError}
        onNumber={(toM) => place(load.fromM, toM)}
      />
      {severalDecks && (
        <Select
          className="kv-load-row-deck"
          aria-label={`${t('plan.loading.load', { number: nth })}: ${t('plan.loading.deck')}`}
          data={decks.map((unit) => ({ value: unit, label: t(`plan.loading.decks.${unit}`) }))}
          value={load.unit}
          allowDeselect={false}
          onChange={(unit) => dispatch({ do: 'place', id: load.id, fromM: load.fromM, toM: load.toM, unit: unit as OnUnit })}
        />
      )}
      <ActionIcon
        variant="subtle"
        size={36}
        className="kv-tool kv-no-print"
        aria-label={t('plan.loading.removeLoad', { number: nth })}
        title={t('plan.loading.removeLoad', { number: nth })}
        onClick={() => dispatch({ do: 'remove', id: load.id })}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
});

function Lifts({ plan, errors, dispatch }: Pick<LoadListProps, 'plan' | 'errors' | 'dispatch'>) {
  const { t } = useFormat();
  const words = useIssueWords(plan);
  const lifted = plan.stages[plan.at]?.lifted ?? [];
  const issue = errors.find(({ path }) => path.startsWith(`stages.${plan.at}.liftedAxles`));
  const liftable = axlesOf(plan.vehicle).filter(({ canLift }) => canLift);
  if (liftable.length === 0) return null;
  return (
    <div className="kv-load-lifts">
      <span>{t('plan.loading.lift')}</span>
      {liftable.map(({ number }) => (
        <button
          key={number}
          type="button"
          className="kv-load-chip"
          aria-pressed={lifted.includes(number)}
          onClick={() => dispatch({ do: 'lift', axle: number })}
        >
          {lifted.includes(number) ? '↑ ' : ''}
          {t('plan.loading.axle', { number })}
        </button>
      ))}
      {issue && (
        <span className="kv-late" role="alert">
          {words(issue)}
        </span>
      )}
    </div>
  );
}
