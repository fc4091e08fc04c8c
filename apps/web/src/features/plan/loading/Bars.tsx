import { type AxleCheck, LAYERS, type LoadVerdict, type RuleLayer, type RuleSetName } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { levelOf, SHAPES, sourceOf } from './judge.ts';
import { useKnown } from './known.ts';
import { checkWords } from './words.ts';

const ORDER: readonly RuleLayer[] = ['law', 'season', 'maker'];
/** The bar's whole length; the tick of the limit stands at 100. */
const SCALE_PCT = 150;

/** Every check of the stage on the road chosen, one bar a limit, layer by layer. */
export function Bars({ verdict, ruleSet }: { verdict: LoadVerdict; ruleSet: RuleSetName }) {
  const { t } = useFormat();
  return (
    <div className="kv-limits">
      {ORDER.filter((layer) => LAYERS.includes(layer)).map((layer) => {
        const checks = verdict.checks.filter((check) => check.layer === layer);
        return (
          checks.length > 0 && (
            <section key={layer} aria-label={t(`plan.loading.layers.${layer}`)}>
              <h3>{t(`plan.loading.layers.${layer}`)}</h3>
              {checks.map((check) => (
                <Bar key={`${check.what} ${check.rule}`} check={check} ruleSet={ruleSet} />
              ))}
            </section>
          )
        );
      })}
    </div>
  );
}

function Bar({ check, ruleSet }: { check: AxleCheck; ruleSet: RuleSetName }) {
  const { t, tonnes, number } = useFormat();
  const level = levelOf(check, ruleSet);
  const isLeast = check.bound === 'atLeast';
  const { law } = useKnown();
  const source = sourceOf(check.rule, law);
  const isUnsure =
    check.layer === 'maker' || check.unconfirmed === true || (source !== undefined && source.confidence !== 'high');
  const amounts = { actual: tonnes(check.actualKg), limit: tonnes(check.limitKg) };
  const name = checkWords(check, t);
  const said = isLeast ? t('plan.loading.atLeast', amounts) : t('plan.loading.ofLimit', amounts);
  return (
    <details
      className={`kv-load-limit kv-load-limit-${level}${isLeast ? ' kv-load-limit-is-least' : ''}`}
      data-testid={`bar-${check.layer}-${check.what}`}
    >
      <summary title={source?.source ?? t('plan.loading.makerSource')}>
        <span className="kv-load-limit-name">{name}</span>
        {/* biome-ignore lint/a11y/useSemanticElements: a native meter has no tick at its limit and ends there */}
        <span
          className={`kv-load-limit-track kv-load-limit-${isLeast ? 'least' : check.layer}`}
          role="meter"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={Math.max(100, Math.round(check.utilisationPct))}
          aria-valuenow={Math.max(0, Math.round(check.utilisationPct))}
          aria-valuetext={`${said}, ${t(`plan.loading.levels.${level}`)}`}
        >
          {!isLeast && (
            <span
              className="kv-load-limit-fill"
              style={{ width: `${Math.max(0, Math.min(SCALE_PCT, check.utilisationPct)) / (SCALE_PCT / 100)}%` }}
            />
          )}
          {!isLeast && <span className="kv-load-limit-tick" />}
        </span>
        <span className="kv-load-limit-pct">{isLeast ? '' : `${number(check.utilisationPct, 1)} %`}</span>
        <span className={`kv-load-limit-word kv-load-is-${level}`}>
          {SHAPES[level]} {t(`plan.loading.levels.${level}`)}
        </span>
        <span className="kv-load-limit-said">{said}</span>
        <span className="kv-load-limit-unsure">{isUnsure && `? ${t('plan.loading.unconfirmed')}`}</span>
      </summary>
      <Source check={check} />
    </details>
  );
}

function Source({ check }: { check: AxleCheck }) {
  const { t, day } = useFormat();
  const { law } = useKnown();
  const source = sourceOf(check.rule, law);
  if (source === undefined)
    return <p className="kv-note">{t(check.layer === 'maker' ? 'plan.loading.makerSource' : 'plan.loading.staticsSource')}</p>;
  const ends = {
    from: source.validFrom === null ? '…' : day(source.validFrom),
    to: source.validTo === null ? '…' : day(source.validTo),
  };
  return (
    <p className="kv-note">
      {t('plan.loading.source')}: {source.source} · {t('plan.loading.valid', ends)} · {t('plan.loading.rule')} {check.rule}
      {source.confidence !== 'high' && ` · ${t('plan.loading.unconfirmed')}`}
      {source.note !== undefined && ` · ${source.note}`}
    </p>
  );
}
