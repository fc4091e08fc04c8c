import { type LawItem, type LawProposal, SEASON_KINDS } from '@karavan/contracts';
import { NumberInput, SegmentedControl, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { DateField, TimeField } from '../../ui/DateFields.tsx';
import { ActLimits } from './ActLimits.tsx';
import { type ActDraft, bodyOf, draftOf, withPart } from './act-draft.ts';
import { BasisFields } from './BasisFields.tsx';
import { LawForm } from './LawForm.tsx';
import { KNOWN_CARGO } from './law-words.ts';
import { errorsOf } from './problems.ts';
import { useSaving } from './use-saving.ts';

interface ActFormProps {
  /** null: a new one */
  item: LawItem | null;
  onTry: (proposal: LawProposal) => void;
  onDone: () => void;
}

/** An act of a season: where, which roads, from when to when, what it allows and whom it spares. */
export function ActForm({ item, onTry, onDone }: ActFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(item));
  const saving = useSaving<ActDraft>({ send: (one, dryRun) => send(item, one, dryRun), onSaved: onDone });
  const change = (part: Partial<ActDraft>) => {
    saving.forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  const set = (part: Partial<ActDraft['values']>) => change({ values: { ...draft.values, ...part } });
  const errorOf = errorsOf(saving.error, t);
  const { values } = draft;
  const cargoNames = KNOWN_CARGO.map((name) => ({ name, label: t(`law.act.cargo.${name}`) }));
  const labelOf = (cargo: string) => cargoNames.find(({ name }) => name === cargo)?.label ?? cargo;
  const cargoOf = (label: string) => cargoNames.find((one) => one.label === label)?.name ?? label;
  return (
    <LawForm testId="act-form" draft={draft} saving={saving} onTry={() => onTry(proposalOf(item, draft))}>
      <SegmentedControl
        fullWidth
        aria-label={t('law.act.kind')}
        data={SEASON_KINDS.map((kind) => ({ value: kind, label: t(`law.seasonKind.${kind}`) }))}
        value={values.kind}
        onChange={(kind) => set({ kind: kind as typeof values.kind })}
      />
      <Textarea
        label={t('law.act.regions')}
        description={t('law.act.regionsHint')}
        value={draft.regions}
        error={errorOf('values.regions', 'values.regions.0')}
        autosize
        minRows={1}
        required
        onChange={(event) => change({ regions: event.currentTarget.value })}
      />
      <TextInput
        label={t('law.act.roads')}
        value={values.roads}
        maxLength={500}
        onChange={(event) => set({ roads: event.currentTarget.value })}
      />
      <div className="kv-plan-pair">
        <DateField
          label={t('law.act.from')}
          value={values.from ?? ''}
          error={errorOf('values.from')}
          required
          onValue={(value) => set({ from: value || null })}
        />
        <DateField
          label={t('law.act.to')}
          value={values.to ?? ''}
          error={errorOf('values.to')}
          required
          onValue={(value) => set({ to: value || null })}
        />
      </div>
      <ActLimits limits={values.limits} errorOf={errorOf} onChange={(limits) => set({ limits })} />
      <Heat draft={draft} errorOf={errorOf} onChange={(next) => change({ values: next })} />
      <TagsInput
        label={t('law.act.exempt')}
        description={t('law.act.exemptHint')}
        data={cargoNames.map(({ label }) => label)}
        value={values.exemptCargo.map(labelOf)}
        error={values.exemptCargo.map((_, i) => errorOf(`values.exemptCargo.${i}`)).find((said) => said !== undefined)}
        comboboxProps={{ zIndex: 2600 }}
        onChange={(labels) => set({ exemptCargo: labels.map(cargoOf) })}
      />
      <Textarea
        label={t('law.act.exceptRoads')}
        description={t('law.act.exceptHint')}
        value={draft.exceptRoads}
        autosize
        onChange={(event) => change({ exceptRoads: event.currentTarget.value })}
      />
      <SegmentedControl
        aria-label={t('law.act.status')}
        data={(['inForce', 'plan'] as const).map((status) => ({ value: status, label: t(`law.actStatus.${status}`) }))}
        value={values.status}
        onChange={(status) => set({ status: status as typeof values.status })}
      />
      <BasisFields basis={draft} errorOf={errorOf} onChange={change} />
    </LawForm>
  );
}

interface HeatProps {
  draft: ActDraft;
  errorOf: ReturnType<typeof errorsOf>;
  onChange: (values: ActDraft['values']) => void;
}

/** Heat and hours, where the act has them. */
function Heat({ draft: { values }, errorOf, onChange }: HeatProps) {
  const { t } = useTranslation();
  const [from, to] = values.hours ?? ['', ''];
  const setHours = (next: [string, string]) =>
    onChange(withPart(values, 'hours', next[0] === '' && next[1] === '' ? undefined : next));
  return (
    <div className="kv-law-numbers">
      <NumberInput
        label={t('law.act.aboveC')}
        value={values.aboveC ?? ''}
        min={-90}
        max={70}
        hideControls
        error={errorOf('values.aboveC')}
        onChange={(typed) => onChange(withPart(values, 'aboveC', typed === '' ? undefined : Number(typed)))}
      />
      <TimeField
        label={t('law.act.hoursFrom')}
        value={from}
        error={errorOf('values.hours', 'values.hours.0')}
        onValue={(value) => setHours([value, to])}
      />
      <TimeField
        label={t('law.act.hoursTo')}
        value={to}
        error={errorOf('values.hours.1')}
        onValue={(value) => setHours([from, value])}
      />
    </div>
  );
}

function send(item: LawItem | null, draft: ActDraft, dryRun: boolean) {
  const query = dryRun ? { dryRun: 'true' } : {};
  if (item === null) return call('addLawItem', { query, body: { kind: 'season', ...bodyOf(draft) } });
  return call('changeLawItem', { params: { itemId: item.id }, query, body: bodyOf(draft) });
}

function proposalOf(item: LawItem | null, draft: ActDraft): LawProposal {
  const body = bodyOf(draft);
  if (item !== null) return { itemId: item.id, change: { ...body, allowGap: false } };
  return { item: { kind: 'season', regime: 'RU', confidence: 'unconfirmed', allowGap: false, ...body } };
}
