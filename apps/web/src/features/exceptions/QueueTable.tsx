import type { IdleItem, IdleKind } from '@karavan/contracts';
import type { KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { useFormat } from '../../format/use-format.ts';
import { columnsOf } from './columns.tsx';

const STEP: Partial<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/** One row a wagon, its number frozen on the left; on a phone one card a wagon with the same facts. */
export function QueueTable({ kind, items }: { kind: IdleKind; items: readonly IdleItem[] }) {
  const format = useFormat();
  const { t } = format;
  const navigate = useNavigate();
  const columns = columnsOf(kind);
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const row = (event.target as HTMLElement).closest('tr');
    const step = STEP[event.key];
    if (row === null) return;
    if (step !== undefined) {
      const next = step === 1 ? row.nextElementSibling : row.previousElementSibling;
      if (next instanceof HTMLElement) next.focus();
      event.preventDefault();
    } else if (event.key === 'Enter' && event.target === row) {
      void navigate(`/w/${row.dataset['wagon']}`);
    }
  };
  return (
    <div className="kv-queue-wrap">
      <table className="kv-table kv-queue" data-testid="queue">
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" className={isNumber ? 'kv-right' : undefined}>
                {t(`exceptions.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {items.map((item) => (
            <tr key={item.wagon} tabIndex={-1} data-wagon={item.wagon}>
              {columns.map(({ name, isNumber, cell }) => (
                <td
                  key={name}
                  data-label={t(`exceptions.column.${name}`)}
                  data-column={name}
                  className={isNumber ? 'kv-right' : undefined}
                >
                  {cell(item, format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
