import type { ReportColumn } from '@karavan/contracts';
import { Button, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { isUnderWay } from '../../api/layout-run.ts';
import { problemWords } from '../../api/problem-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { en } from '../../i18n/en.ts';
import { LayoutRun } from './LayoutRun.tsx';

type FieldKey = keyof typeof en.sources.field;

/** What a row cannot do without; one of each group is enough. */
const NEEDED: readonly (readonly [FieldKey, ...FieldKey[]])[] = [
  ['wagon'],
  ['operation', 'opCode', 'opMnemonic'],
  ['opTime'],
  ['opStation', 'opStationCode'],
];

interface MappingFormProps {
  reportId: string;
  columns: ReportColumn[];
  fields: string[];
  /** the report is in use: what its columns were taken for is corrected */
  isInUse?: boolean;
}

/** A column a row: heading, samples, what it means. What headings and values suggest is filled in already. */
export function MappingForm({ reportId, columns, fields, isInUse = false }: MappingFormProps) {
  const { t } = useFormat();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Record<string, string>>(() =>
    Object.fromEntries(columns.flatMap(({ header, guess }) => (guess ? [[header, guess]] : []))),
  );
  const approve = useMutation({
    mutationFn: () =>
      call('approveMapping', { params: { id: reportId }, body: { columns: isInUse ? withCleared(columns, chosen) : chosen } }),
    onSuccess: async (run) => {
      client.setQueryData(['layout-run', reportId], { run });
      const count = run.replayed.filter(({ problem }) => problem === null).length;
      const message = isUnderWay(run)
        ? t('sources.rereading', { done: run.done, total: run.total })
        : t('sources.mapped', { count });
      notifications.show({ message, withBorder: true });
      await Promise.all(['reports', 'report', 'wagon', 'sources'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  const nameOf = (field: string) => (Object.hasOwn(en.sources.field, field) ? t(`sources.field.${field as FieldKey}`) : field);
  const given = new Set(Object.values(chosen));
  const missing = NEEDED.filter((group) => !group.some((field) => given.has(field))).map(([field]) => nameOf(field));
  const data = fields.map((field) => ({ value: field, label: nameOf(field) }));
  const choose = (header: string, field: string | null) =>
    setChosen(({ [header]: _, ...others }) => (field === null ? others : { ...others, [header]: field }));
  return (
    <>
      <p>{t(isInUse ? 'sources.correctText' : 'sources.unknownText')}</p>
      <div className="kv-table-wrap">
        <table className="kv-table kv-mapping">
          <thead>
            <tr>
              <th scope="col">{t('sources.header')}</th>
              <th scope="col">{t('sources.samples')}</th>
              <th scope="col">{t('sources.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, header, samples }) => (
              <tr key={column} data-open={chosen[header] === undefined || undefined}>
                <th scope="row">{header}</th>
                <td className="kv-note-inline">{samples.join(' · ') || '—'}</td>
                <td>
                  <Select
                    aria-label={`${t('sources.meaning')}: ${header}`}
                    size="sm"
                    data={data}
                    value={chosen[header] ?? null}
                    onChange={(field) => choose(header, field)}
                    placeholder={t('sources.noMeaning')}
                    searchable
                    clearable
                    comboboxProps={{ zIndex: 2600 }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isInUse && <LayoutRun reportId={reportId} />}
      {approve.isError && (
        <p className="kv-late" role="alert">
          {problemWords(approve.error, t)}
        </p>
      )}
      {missing.length > 0 && (
        <p className="kv-risk" role="status">
          {t('sources.stillMissing', { fields: missing.join(', ') })}
        </p>
      )}
      <div className="kv-decision-buttons">
        <Button size="sm" disabled={approve.isPending || Object.keys(chosen).length === 0} onClick={() => approve.mutate()}>
          {t(isInUse ? 'sources.correctMapping' : 'sources.approveMapping')}
        </Button>
      </div>
    </>
  );
}

/** A column that was taken for something and is to mean nothing says so, else its heading would be understood again. */
function withCleared(columns: readonly ReportColumn[], chosen: Record<string, string>): Record<string, string> {
  const cleared = columns.filter(({ header, guess }) => guess !== undefined && chosen[header] === undefined);
  return { ...chosen, ...Object.fromEntries(cleared.map(({ header }) => [header, 'ignored'])) };
}
