import type { LawItem, LawKind, LawValuesOf, RuleSetName, VerdictKey } from '@karavan/contracts';
import { PageState } from '../../ui/PageState.tsx';
import { Badge } from './Badge.tsx';
import { useLawWords } from './law-words.ts';
import { Source } from './Source.tsx';

interface TablesProps {
  items: readonly LawItem[];
  regime: RuleSetName;
  onlyUnconfirmed: boolean;
  onOpen: (id: string) => void;
}

const KEYS: Record<RuleSetName, readonly VerdictKey[]> = {
  RU: ['6', '10', '11.5'],
  EU_96_53: ['EU_96_53'],
  US_federal: ['US_federal'],
};
const SECTIONS = [
  ['axles', ['axle', 'group', 'run']],
  ['gross', ['gross', 'bridge']],
  ['other', ['edition', 'leastSteer', 'leastDriven']],
  ['fines', ['fine', 'loaderFine']],
] as const satisfies readonly (readonly [string, readonly LawKind[]])[];

/** Every row of the law of one country on a day, table by table; what does not hold that day stands below. */
export function Tables({ items, regime, onlyUnconfirmed, onOpen }: TablesProps) {
  const { t } = useLawWords();
  const shown = items.filter(({ kind, status }) => kind !== 'season' && !(onlyUnconfirmed && status === 'confirmed'));
  const inForce = shown.filter(({ state }) => state === 'inForce');
  const others = shown.filter(({ state }) => state !== 'inForce');
  if (shown.length === 0) return <PageState title={t('law.nothing')} />;
  return (
    <>
      {SECTIONS.map(([name, kinds]) => {
        const rows = inForce.filter(({ kind }) => kinds.some((one) => one === kind));
        const title = t(`law.sections.${name}`);
        return (
          rows.length > 0 && (
            <Table key={name} title={title} rows={rows} keys={name === 'axles' ? KEYS[regime] : []} onOpen={onOpen} />
          )
        );
      })}
      {others.length > 0 && (
        <details className="kv-law-others">
          <summary>{`${t('law.sections.ended')} (${others.length})`}</summary>
          <Table title={t('law.sections.ended')} rows={others} keys={[]} onOpen={onOpen} />
        </details>
      )}
    </>
  );
}

interface TableProps {
  title: string;
  rows: readonly LawItem[];
  /** a column for each road, where the rows differ by road */
  keys: readonly VerdictKey[];
  onOpen: (id: string) => void;
}

function Table({ title, rows, keys, onOpen }: TableProps) {
  const { t, road } = useLawWords();
  return (
    <section className="kv-law-section" aria-label={title}>
      <h2>{title}</h2>
      {keys.length > 1 && <p className="kv-note">{t('law.wheels')}</p>}
      <div className="kv-law-scroll">
        <table className="kv-law-table">
          <thead>
            <tr>
              <th scope="col">{t('law.column.what')}</th>
              {keys.length > 1 ? (
                keys.map((key) => (
                  <th scope="col" key={key} className="kv-law-number">
                    {road(key)}
                  </th>
                ))
              ) : (
                <th scope="col" className="kv-law-number">
                  {t('law.column.limit')}
                </th>
              )}
              <th scope="col" className="kv-law-wide">
                {t('law.column.state')}
              </th>
              <th scope="col">{t('law.column.days')}</th>
              <th scope="col">{t('law.column.source')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => (
              <Row key={item.id} item={item} keys={keys} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ item, keys, onOpen }: { item: LawItem; keys: readonly VerdictKey[]; onOpen: (id: string) => void }) {
  const { title, limit, days, number } = useLawWords();
  const { limitsKg } = (item.values ?? {}) as Partial<LawValuesOf<'axle'>>;
  const cell = (key: VerdictKey): string => {
    const wheels = limitsKg?.[key];
    if (wheels === undefined) return limit(item.kind, item.values);
    const [single, twin] = [number(wheels.single / 1000, 2), number(wheels.twin / 1000, 2)];
    return single === twin ? single : `${single} (${twin})`;
  };
  return (
    <tr data-testid={`law-${item.id}`}>
      <th scope="row">
        <button type="button" className="kv-link" onClick={() => onOpen(item.id)}>
          {title(item)}
        </button>
        <span className="kv-law-narrow">
          <Badge item={item} />
        </span>
      </th>
      {keys.length > 1 ? (
        keys.map((key) => (
          <td key={key} className="kv-law-number">
            {cell(key)}
          </td>
        ))
      ) : (
        <td className="kv-law-number">{limit(item.kind, item.values)}</td>
      )}
      <td className="kv-law-wide">
        <Badge item={item} />
      </td>
      <td className="kv-law-days">{days(item)}</td>
      <td className="kv-law-source">
        <Source text={item.source} />
      </td>
    </tr>
  );
}
