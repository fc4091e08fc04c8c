import { InputError } from '@karavan/planner';
import { ActionIcon, Button, NumberInput, SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type Dispatch, useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { useKnown } from './known.ts';
import { decksOf, type LoadingPlan } from './model.ts';
import type { Step } from './reducer.ts';
import { laidOut, lawfulOn, MOST_KINDS, type PieceKind, stagesFrom } from './rows.ts';

interface LayOutProps {
  plan: LoadingPlan;
  dispatch: Dispatch<Step>;
}
type Told = { isDone: boolean; words: string };

const FIRST: readonly PieceKind[] = [
  { count: 8, massKg: 1000, lengthM: 1, drop: 1 },
  { count: 8, massKg: 1000, lengthM: 1, drop: 2 },
];

/** Pallets and big-bags into rows that are lawful after every drop, with one click; or the proof that there are none. */
export function LayOut({ plan, dispatch }: LayOutProps) {
  const { t, language, number } = useFormat();
  const known = useKnown();
  const [kinds, setKinds] = useState(FIRST);
  const [across, setAcross] = useState(2);
  const [doors, setDoors] = useState<'rear' | 'side'>('rear');
  const [told, setTold] = useState<Told | null>(null);
  const change = (index: number, part: Partial<PieceKind>) =>
    setKinds(kinds.map((kind, i) => (i === index ? { ...kind, ...part } : kind)));
  const layOut = () => {
    try {
      const { reply, reservePct } = laidOut(plan, { kinds, across, doors }, { language, known });
      if (reply.outcome !== 'placed') return setTold({ isDone: false, words: reply.why });
      const stages = stagesFrom(reply, plan, lawfulOn(plan, known));
      dispatch({ do: 'layOut', stages: stages });
      const gapM = stages[0]?.loads[0]?.fromM ?? 0;
      setTold({
        isDone: true,
        words: [
          t('plan.loading.layOut.done', { rows: reply.rows.length, gap: number(gapM, 2) }),
          reservePct > 0 ? t('plan.loading.layOut.reserve', { percent: reservePct }) : '',
        ].join(' '),
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      setTold({ isDone: false, words: t('plan.loading.layOut.wrong') });
    }
  };
  const decimal = language === 'ru' ? ',' : '.';
  if (decksOf(plan.vehicle).length !== 1) return null;
  return (
    <fieldset className="kv-plan-lines kv-no-print">
      <legend>{t('plan.loading.layOut.title')}</legend>
      <p className="kv-note">{t('plan.loading.layOut.hint')}</p>
      {kinds.map((kind, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a kind is its line
        <div key={index} className="kv-load-piece">
          {(['count', 'massKg', 'lengthM', 'drop'] as const).map((field) => (
            <NumberInput
              key={field}
              label={index === 0 ? t(`plan.loading.layOut.${field}`) : undefined}
              aria-label={`${t('plan.loading.layOut.line', { number: index + 1 })}: ${t(`plan.loading.layOut.${field}`)}`}
              hideControls
              allowNegative={false}
              decimalSeparator={decimal}
              allowedDecimalSeparators={['.', ',']}
              decimalScale={field === 'lengthM' ? 2 : 0}
              thousandSeparator={field === 'massKg' ? ' ' : ''}
              max={{ count: 200, massKg: 100_000, lengthM: 20, drop: 19 }[field]}
              value={kind[field]}
              onChange={(value) => typeof value === 'number' && change(index, { [field]: value })}
            />
          ))}
          <ActionIcon
            variant="subtle"
            size={36}
            className="kv-tool"
            disabled={kinds.length === 1}
            aria-label={t('plan.loading.layOut.remove', { number: index + 1 })}
            title={t('plan.loading.layOut.remove', { number: index + 1 })}
            onClick={() => setKinds(kinds.filter((_, i) => i !== index))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <button
        type="button"
        className="kv-link"
        disabled={kinds.length >= MOST_KINDS}
        onClick={() => setKinds([...kinds, { ...(kinds.at(-1) ?? { count: 1, massKg: 1000, lengthM: 1, drop: 1 }) }])}
      >
        {t('plan.loading.layOut.add')}
      </button>
      <div className="kv-plan-pair">
        <NumberInput
          label={t('plan.loading.layOut.across')}
          min={1}
          max={10}
          clampBehavior="strict"
          value={across}
          onChange={(value) => typeof value === 'number' && setAcross(value)}
        />
        <SegmentedControl
          aria-label={t('plan.loading.layOut.doors')}
          data={(['rear', 'side'] as const).map((value) => ({ value, label: t(`plan.loading.layOut.door.${value}`) }))}
          value={doors}
          onChange={(value) => setDoors(value as 'rear' | 'side')}
        />
      </div>
      <Button variant="default" data-testid="lay-out" onClick={layOut}>
        {t('plan.loading.layOut.go')}
      </Button>
      <p className={told === null || told.isDone ? 'kv-load-told' : 'kv-load-told kv-late'} role="status" data-testid="laid-out">
        {told === null ? '' : `${told.isDone ? '✓' : '✕'} ${told.words}`}
      </p>
    </fieldset>
  );
}
