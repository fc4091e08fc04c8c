import type { ReactNode } from 'react';

export interface Fact {
  label: string;
  value: ReactNode;
  /** shown smaller below the value */
  note?: ReactNode;
}

/** Label and value pairs; a pair without a value is not shown at all. */
export function Facts({ facts, columns = false }: { facts: (Fact | null | undefined | false)[]; columns?: boolean }) {
  const shown = facts.filter((fact): fact is Fact => Boolean(fact) && (fact as Fact).value !== undefined);
  if (shown.length === 0) return null;
  return (
    <dl className={columns ? 'kv-facts kv-facts-columns' : 'kv-facts'}>
      {shown.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {note && <span className="kv-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
