import { ROAD_CLASSES, type RoadClass } from '@karavan/contracts';
import { ActionIcon, Chip, NumberInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useFormat } from '../../format/use-format.ts';
import type { Limit } from './act-draft.ts';
import type { ErrorOf } from './problems.ts';

interface ActLimitsProps {
  limits: readonly Limit[];
  errorOf: ErrorOf;
  onChange: (limits: Limit[]) => void;
}

/** What an act allows: on every axle, on the whole set, on these roads. */
export function ActLimits({ limits, errorOf, onChange }: ActLimitsProps) {
  const { t } = useFormat();
  const set = (at: number, limit: Limit) => onChange(limits.map((one, i) => (i === at ? limit : one)));
  return (
    <fieldset className="kv-plan-lines">
      <legend>{t('law.act.limits')}</legend>
      {limits.length === 0 && <p className="kv-note">{t('law.act.heavyOnly')}</p>}
      {limits.map((limit, at) => (
        <OneLimit
          // biome-ignore lint/suspicious/noArrayIndexKey: limits have no name but their place
          key={at}
          at={at}
          limit={limit}
          errorOf={errorOf}
          onChange={(next) => set(at, next)}
          onRemove={() => onChange(limits.filter((_, i) => i !== at))}
        />
      ))}
      <button type="button" className="kv-link" onClick={() => onChange([...limits, {}])}>
        {t('law.act.addLimit')}
      </button>
    </fieldset>
  );
}

interface OneLimitProps {
  at: number;
  limit: Limit;
  errorOf: ErrorOf;
  onChange: (limit: Limit) => void;
  onRemove: () => void;
}

const WHERE = ['single', 'tandem', 'tridem'] as const;

function OneLimit({ at, limit, errorOf, onChange, onRemove }: OneLimitProps) {
  const { t, number } = useFormat();
  const { axleKg, grossKg, roadClasses } = limit;
  const tonnes = (kg: number | undefined) => (kg === undefined ? '' : kg / 1000);
  const kg = (typed: string | number) => (typed === '' ? undefined : Math.round(Number(typed) * 1000));
  const setAxle = (where: (typeof WHERE)[number], typed: string | number) => {
    const value = kg(typed);
    const { axleKg: _, ...rest } = limit;
    if (value === undefined) onChange(rest);
    else onChange({ ...rest, axleKg: { single: value, tandem: value, tridem: value, ...axleKg, [where]: value } });
  };
  const setGross = (typed: string | number) => {
    const value = kg(typed);
    const { grossKg: _, ...rest } = limit;
    onChange(value === undefined ? rest : { ...rest, grossKg: value });
  };
  const setRoads = (roads: string[]) => {
    const { roadClasses: _, ...rest } = limit;
    onChange(roads.length === 0 ? rest : { ...rest, roadClasses: roads as RoadClass[] });
  };
  const path = `values.limits.${at}`;
  return (
    <fieldset className="kv-law-limit" aria-label={t('law.act.limit', { number: at + 1 })}>
      {WHERE.map((where) => (
        <NumberInput
          key={where}
          label={t(`law.act.${where}`)}
          value={tonnes(axleKg?.[where])}
          decimalScale={2}
          allowNegative={false}
          hideControls
          error={where === 'single' ? errorOf(`${path}.axleKg`, `${path}.axleKg.single`) : errorOf(`${path}.axleKg.${where}`)}
          onChange={(typed) => setAxle(where, typed)}
        />
      ))}
      <NumberInput
        label={t('law.act.gross')}
        value={tonnes(grossKg)}
        decimalScale={2}
        allowNegative={false}
        hideControls
        error={errorOf(`${path}.grossKg`)}
        onChange={setGross}
      />
      <ActionIcon
        variant="subtle"
        size={36}
        className="kv-tool"
        aria-label={t('law.act.removeLimit', { number: at + 1 })}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
      <div className="kv-law-roads">
        <span className="kv-law-label">
          {roadClasses === undefined ? `${t('law.act.roadClasses')}: ${t('law.act.allRoads')}` : t('law.act.roadClasses')}
        </span>
        <Chip.Group multiple value={[...(roadClasses ?? [])]} onChange={setRoads}>
          {ROAD_CLASSES.map((road) => (
            <Chip key={road} value={road} size="xs">
              {t('law.column.road', { class: number(Number(road), 1) })}
            </Chip>
          ))}
        </Chip.Group>
      </div>
    </fieldset>
  );
}
