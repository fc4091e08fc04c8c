import { InputError, planCompartments } from '@karavan/planner';
import { Button } from '@mantine/core';
import { type Dispatch, useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import type { Cell } from './cells.ts';
import { useKnown } from './known.ts';
import type { LoadingPlan } from './model.ts';
import { RowsForm, type Told } from './RowsForm.tsx';
import type { Step } from './reducer.ts';
import { compartmentsOf, fillStages, lawfulOn } from './rows.ts';
import { motorOf, trailerOf } from './units.ts';

interface CompartmentsProps {
  plan: LoadingPlan;
  cells: readonly Cell[];
  dispatch: Dispatch<Step>;
}

const MOST_CELLS = 7;

/** A tank: how much goes into each compartment and in which order they are filled and emptied, with one click. */
export function Compartments({ plan, cells, dispatch }: CompartmentsProps) {
  const { t, language, tonnes } = useFormat();
  const known = useKnown();
  const [totalKg, setTotalKg] = useState(25_000);
  const [told, setTold] = useState<Told | null>(null);
  const change = (next: readonly { xM: number; maxKg: number }[]) => {
    const compartments = next.map(({ xM, maxKg }) => ({ xM, maxKg }));
    const { vehicle } = plan;
    const trailer = trailerOf(vehicle);
    dispatch({
      do: 'vehicle',
      vehicle:
        trailer === undefined
          ? { ...vehicle, motor: { ...motorOf(vehicle), compartments } }
          : { ...vehicle, trailer: { ...trailer, compartments } },
    });
  };
  const fill = () => {
    try {
      const reply = planCompartments(compartmentsOf(plan, cells, totalKg), { language, known });
      if (reply.outcome === 'impossible') return setTold({ isDone: false, words: reply.why });
      const nameOf = (emptied: readonly string[]) =>
        emptied.length === 0 ? '' : t('plan.loading.tank.emptied', { names: emptied.join(', ') });
      dispatch({ do: 'layOut', stages: fillStages(reply, { cells, plan, nameOf, isLawful: lawfulOn(plan, known) }) });
      const [filled, emptied] = [reply.fillingOrder.join(' → '), reply.emptyingOrder.join(' → ')];
      setTold({ isDone: true, words: t('plan.loading.tank.done', { mass: tonnes(totalKg), filled, emptied }) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      setTold({ isDone: false, words: t('plan.loading.layOut.wrong') });
    }
  };
  const set = (index: number, part: Partial<{ xM: number; maxKg: number }>) =>
    change(cells.map((one, i) => (i === index ? { ...one, ...part } : one)));
  return (
    <RowsForm
      title={t('plan.loading.tank.title')}
      hint={t('plan.loading.tank.hint')}
      lineClass="kv-load-piece kv-load-cell-row"
      lines={cells.map((cell, index) => (
        <CellFields key={cell.fromM} cell={cell} index={index} onChange={(part) => set(index, part)} />
      ))}
      most={MOST_CELLS}
      addLabel={t('plan.loading.tank.add')}
      removeLabel={(number) => t('plan.loading.tank.remove', { number })}
      onAdd={() => change([...cells, { xM: (cells.at(-1)?.toM ?? 0) - 0.5, maxKg: cells.at(-1)?.maxKg ?? 5000 }])}
      onRemove={(index) => change(cells.filter((_, i) => i !== index))}
      told={told}
      toldId="tank-told"
    >
      <div className="kv-plan-pair">
        <NumberField
          label={t('plan.loading.tank.total')}
          allowNegative={false}
          decimalScale={0}
          thousandSeparator=" "
          max={100_000}
          value={totalKg}
          onNumber={setTotalKg}
        />
        <Button variant="default" data-testid="fill-tank" onClick={fill}>
          {t('plan.loading.tank.go')}
        </Button>
      </div>
    </RowsForm>
  );
}

interface CellFieldsProps {
  cell: Cell;
  index: number;
  onChange: (part: Partial<{ xM: number; maxKg: number }>) => void;
}

function CellFields({ cell, index, onChange }: CellFieldsProps) {
  const { t } = useFormat();
  const field = (name: 'xM' | 'maxKg') => ({
    label: index === 0 ? t(`plan.loading.tank.${name}`) : undefined,
    'aria-label': `${t('plan.loading.tank.cell', { number: index + 1 })}: ${t(`plan.loading.tank.${name}`)}`,
  });
  return (
    <>
      <span className="kv-load-number">{index + 1}</span>
      <NumberField {...field('xM')} decimalScale={2} value={cell.xM} onNumber={(xM) => onChange({ xM })} />
      <NumberField
        {...field('maxKg')}
        allowNegative={false}
        decimalScale={0}
        thousandSeparator=" "
        max={100_000}
        value={cell.maxKg}
        onNumber={(maxKg) => onChange({ maxKg })}
      />
    </>
  );
}
