import { useFormat } from '../../../format/use-format.ts';
import { levelOf, SHAPES, sourceOf } from './judge.ts';
import { useKnown } from './known.ts';
import { type LoadingPlan, verdictKeyOf } from './model.ts';
import { motorsOf, trailersOf } from './units.ts';
import type { Reply } from './use-reply.ts';
import { checkWords, fullDay, loadWords, unitWords } from './words.ts';

/** What paper adds to the screen: every check of every stage, the day, and where the limits come from. */
export function PrintSheet({ plan, answer }: { plan: LoadingPlan; answer: Reply }) {
  const format = useFormat();
  const { t, tonnes, number, language } = format;
  const { law } = useKnown();
  const key = verdictKeyOf(plan.rules);
  const stages = answer.reply?.stages ?? [];
  const rules = new Set(stages.flatMap(({ verdicts }) => (verdicts[key]?.checks ?? []).map(({ rule }) => rule)));
  const sources = new Set([...rules].flatMap((rule) => sourceOf(rule, law)?.source ?? []));
  const { type, motor, trailer } = plan.vehicle;
  const truck = unitWords(motor, motorsOf(type), t('plan.loading.ownTruck'), t);
  const names = type === 'rigid' ? [truck] : [truck, unitWords(trailer, trailersOf(type), t('plan.loading.ownTrailer'), t)];
  const where =
    plan.rules.ruleSet === 'RU'
      ? t('plan.loading.roadClass', { class: plan.rules.road })
      : t(`plan.loading.ruleSets.${plan.rules.ruleSet}`);
  return (
    <section className="kv-print-only">
      <p>
        {names.join(' + ')} · {t('plan.loading.sheetRoad', { road: where })}
        {plan.rules.on !== '' && ` · ${t('plan.loading.sheetDay')}: ${fullDay(plan.rules.on, language)}`}
        {plan.rules.region !== '' && ` · ${plan.rules.region}`}
      </p>
      {plan.stages.map(({ loads }, stage) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the order of drops
        <p key={stage}>
          {answer.request.stages[stage]?.name}:{' '}
          {loads.map((load) => loadWords(load, format)).join('; ') || t('plan.loading.noLoads')}
        </p>
      ))}
      <h2>{t('plan.loading.table')}</h2>
      <table>
        <thead>
          <tr>
            {(['stage', 'check', 'actual', 'limit', 'used'] as const).map((column) => (
              <th key={column}>{t(`plan.loading.${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.flatMap(({ name, verdicts }, stage) =>
            (verdicts[key]?.checks ?? []).map((check) => {
              const level = levelOf(check, plan.rules.ruleSet);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the order of drops
                <tr key={`${stage} ${check.what} ${check.rule}`}>
                  <td>{name}</td>
                  <td>
                    {checkWords(check, t)} · {t(`plan.loading.layers.${check.layer}`)}
                  </td>
                  <td>{tonnes(check.actualKg)}</td>
                  <td>
                    {check.bound === 'atLeast' && '≥ '}
                    {tonnes(check.limitKg)}
                  </td>
                  <td>
                    {check.bound === 'atMost' && `${number(check.utilisationPct, 1)} % `}
                    {SHAPES[level]} {t(`plan.loading.levels.${level}`)}
                  </td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
      <p>
        {t('plan.loading.sheetSource')}: {[...sources].join('; ')}
      </p>
    </section>
  );
}
