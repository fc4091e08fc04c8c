import { InputError } from '@karavan/planner';
import { Button, SegmentedControl } from '@mantine/core';
import { type Dispatch, useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { useKnown } from './known.ts';
import { decksOf, type LoadingPlan } from './model.ts';
import { RowsForm, type Told } from './RowsForm.tsx';
import type { Step } from './reducer.ts';
import { laidOut, lawfulOn, MOST_KINDS, type PieceKind, stagesFrom } from './rows.ts';

interface LayOutProps {
  plan: LoadingPlan;
  dispatch: Dispatch<Step>;
}

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
  if (decksOf(plan.vehicle).length !== 1) return null;
  return (
    <RowsForm
      title={t('plan.loading.layOut.title')}
      hint={t('plan.loading.layOut.hint')}
      lineClass="kv-load-piece"
      lines={kinds.map((kind, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a kind is its line
        <KindFields key={index} kind={kind} index={index} onChange={(part) => change(index, part)} />
      ))}
      most={MOST_KINDS}
      addLabel={t('plan.loading.layOut.add')}
      removeLabel={(line) => t('plan.loading.layOut.remove', { number: line })}
      onAdd={() => setKinds([...kinds, { ...(kinds.at(-1) ?? { count: 1, massKg: 1000, lengthM: 1, drop: 1 }) }])}
      onRemove={(index) => setKinds(kinds.filter((_, i) => i !== index))}
      told={told}
      toldId="laid-out"
    >
      <div className="kv-plan-pair">
        <NumberField
          label={t('plan.loading.layOut.across')}
          min={1}
          max={10}
          allowDecimal={false}
          clampBehavior="strict"
          value={across}
          onNumber={setAcross}
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
    </RowsForm>
  );
}

const MOST = { count: 200, massKg: 100_000, lengthM: 20, drop: 19 } as const;
const FIELDS = ['count', 'massKg', 'lengthM', 'drop'] as const;

interface KindFieldsProps {
  kind: PieceKind;
  index: number;
  onChange: (part: Partial<PieceKind>) => void;
}

function KindFields({ kind, index, onChange }: KindFieldsProps) {
  const { t } = useFormat();
  return FIELDS.map((field) => (
    <NumberField
      key={field}
      label={index === 0 ? t(`plan.loading.layOut.${field}`) : undefined}
      aria-label={`${t('plan.loading.layOut.line', { number: index + 1 })}: ${t(`plan.loading.layOut.${field}`)}`}
      allowNegative={false}
      decimalScale={field === 'lengthM' ? 2 : 0}
      thousandSeparator={field === 'massKg' ? ' ' : ''}
      max={MOST[field]}
      value={kind[field]}
      onNumber={(value) => onChange({ [field]: value })}
    />
  ));
}
