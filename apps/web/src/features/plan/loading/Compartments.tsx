import { InputError, planCompartments } from '@karavan/planner';
import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type Dispatch, useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import type { Cell } from './cells.ts';
import { useKnown } from './known.ts';
import type { LoadingPlan } from './model.ts';
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
  const [told, setTold] = useState<{ isDone: boolean; words: string } | null>(null);
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
  const decimal = { hideControls: true, decimalSeparator: language === 'ru' ? ',' : '.', allowedDecimalSeparators: ['.', ','] };
  return (
    <fieldset className="kv-plan-lines kv-no-print">
      <legend>{t('plan.loading.tank.title')}</legend>
      <p className="kv-note">{t('plan.loading.tank.hint')}</p>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a compartment is its place along the tank
        <div key={index} className="kv-load-piece kv-load-cell-row">
          <span className="kv-load-number">{index + 1}</span>
          <NumberInput
            {...decimal}
            label={index === 0 ? t('plan.loading.tank.xM') : undefined}
            aria-label={`${t('plan.loading.tank.cell', { number: index + 1 })}: ${t('plan.loading.tank.xM')}`}
            decimalScale={2}
            value={cell.xM}
            onChange={(value) =>
              typeof value === 'number' && change(cells.map((one, i) => (i === index ? { ...one, xM: value } : one)))
            }
          />
          <NumberInput
            {...decimal}
            label={index === 0 ? t('plan.loading.tank.maxKg') : undefined}
            aria-label={`${t('plan.loading.tank.cell', { number: index + 1 })}: ${t('plan.loading.tank.maxKg')}`}
            allowNegative={false}
            decimalScale={0}
            thousandSeparator=" "
            max={100_000}
            value={cell.maxKg}
            onChange={(value) =>
              typeof value === 'number' && change(cells.map((one, i) => (i === index ? { ...one, maxKg: value } : one)))
            }
          />
          <ActionIcon
            variant="subtle"
            size={36}
            className="kv-tool"
            disabled={cells.length === 1}
            aria-label={t('plan.loading.tank.remove', { number: index + 1 })}
            title={t('plan.loading.tank.remove', { number: index + 1 })}
            onClick={() => change(cells.filter((_, i) => i !== index))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <button
        type="button"
        className="kv-link"
        disabled={cells.length >= MOST_CELLS}
        onClick={() => change([...cells, { xM: (cells.at(-1)?.toM ?? 0) - 0.5, maxKg: cells.at(-1)?.maxKg ?? 5000 }])}
      >
        {t('plan.loading.tank.add')}
      </button>
      <div className="kv-plan-pair">
        <NumberInput
          {...decimal}
          label={t('plan.loading.tank.total')}
          allowNegative={false}
          decimalScale={0}
          thousandSeparator=" "
          max={100_000}
          value={totalKg}
          onChange={(value) => typeof value === 'number' && setTotalKg(value)}
        />
        <Button variant="default" data-testid="fill-tank" onClick={fill}>
          {t('plan.loading.tank.go')}
        </Button>
      </div>
      <p className={told === null || told.isDone ? 'kv-load-told' : 'kv-load-told kv-late'} role="status" data-testid="tank-told">
        {told === null ? '' : `${told.isDone ? '✓' : '✕'} ${told.words}`}
      </p>
    </fieldset>
  );
}
