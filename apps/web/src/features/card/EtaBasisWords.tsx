import type { TFunction } from 'i18next';
import { type Format, useFormat } from '../../format/use-format.ts';
import { statusWords } from '../../ui/status-words.ts';
import { type EtaBasis, readBasis, waitsIn } from './eta-basis.ts';

/** What a forecast rests on, in the reader's words; the rules by their ids stand below for whoever looks them up. */
export function EtaBasisWords({ basis }: { basis: string }) {
  const format = useFormat();
  const read = readBasis(basis);
  const lines = basisLines(read, format);
  if (lines.length === 0) return <span className="kv-note">{basis}</span>;
  const [first = '', ...rest] = lines;
  return (
    <>
      {[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join('; ')}
      {read.rules.length > 0 && <span className="kv-note">{format.t('basis.rules', { ids: read.rules.join(' ') })}</span>}
    </>
  );
}

function basisLines(basis: EtaBasis, { t, km, speedRange }: Format): string[] {
  const has = (rule: string) => basis.rules.includes(rule);
  const { trips, latestOf } = basis;
  return [
    basis.isPlan && t('basis.plan'),
    latestOf && t('basis.latest', latestOf),
    basis.km !== undefined && distance(basis, { t, km, speedRange }),
    has('RT7') && t('basis.rests'),
    basis.load && t(`basis.${basis.load}`),
    trips ? t('basis.lane', trips) : has('ET2') && t('basis.averages'),
    waitsIn(basis) !== undefined && t('basis.wait', { status: statusWords(t, waitsIn(basis) ?? '') }),
    has('ET5') && t('basis.oldNews'),
    has('ET6') && t('basis.overdue'),
  ].filter((line) => typeof line === 'string');
}

function distance(basis: EtaBasis, words: { t: TFunction; km: Format['km']; speedRange: Format['speedRange'] }): string {
  const km = words.km(basis.km ?? 0);
  if (basis.speedKmh === undefined) return words.t('basis.distance', { km });
  return words.t('basis.road', { km, speed: words.speedRange(basis.speedKmh) });
}
