import { RULE_SETS, type RuleSetName } from '@karavan/contracts';
import type { LawBook } from '@karavan/planner';
import { Autocomplete, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { type Dispatch, memo, useMemo } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { DateField } from '../../../ui/DateFields.tsx';
import { useKnown } from './known.ts';
import type { Rules } from './model.ts';
import type { Step } from './reducer.ts';

interface ConditionsProps {
  rules: Rules;
  wrongDay: string | undefined;
  dispatch: Dispatch<Step>;
}

/** Whose law, on which day, where and with what: the things that bring in seasonal acts. */
export const Conditions = memo(function Conditions({ rules, wrongDay, dispatch }: ConditionsProps) {
  const { t, language } = useFormat();
  const { law } = useKnown();
  const regions = useMemo(() => regionNames(law, language), [law, language]);
  const set = (part: Partial<Rules>) => dispatch({ do: 'rules', rules: part });
  return (
    <fieldset className="kv-plan-lines kv-no-print">
      <legend>{t('plan.loading.conditions')}</legend>
      <SegmentedControl
        fullWidth
        aria-label={t('plan.loading.rules')}
        data={RULE_SETS.map((value) => ({ value, label: t(`plan.loading.ruleSets.${value}`) }))}
        value={rules.ruleSet}
        onChange={(value) => set({ ruleSet: value as RuleSetName })}
      />
      <div className="kv-plan-pair">
        <DateField label={t('plan.loading.on')} value={rules.on} error={wrongDay} onValue={(value) => set({ on: value })} />
        <NumberInput
          label={t('plan.loading.temperature')}
          min={-90}
          max={70}
          clampBehavior="strict"
          hideControls
          disabled={rules.ruleSet !== 'RU'}
          value={rules.temperatureC ?? ''}
          onChange={(value) => set({ temperatureC: typeof value === 'number' ? value : null })}
        />
        <Autocomplete
          label={t('plan.loading.region')}
          description={t('plan.loading.regionHint')}
          data={regions}
          limit={8}
          maxLength={200}
          disabled={rules.ruleSet !== 'RU'}
          value={rules.region}
          onChange={(value) => set({ region: value })}
        />
        <TextInput
          label={t('plan.loading.cargo')}
          description={t('plan.loading.cargoHint')}
          maxLength={200}
          disabled={rules.ruleSet !== 'RU'}
          value={rules.cargo}
          onChange={(event) => set({ cargo: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  );
});

/** Regions of the acts we know, in the reader's script. */
function regionNames(law: LawBook, language: 'ru' | 'en'): string[] {
  const script = language === 'ru' ? /^[А-ЯЁ]/ : /^[A-Z][a-z]/;
  const names = law.seasons.flatMap(({ regions }) => regions.filter((name) => script.test(name) && !name.includes('(')));
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, language));
}
