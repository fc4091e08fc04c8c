import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useReportColumns } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure } from '../../ui/PageState.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { LayoutRun } from './LayoutRun.tsx';
import { MappingForm } from './MappingForm.tsx';

/** What the columns of a report in use were taken for, to be looked at and corrected. */
export function Columns({ reportId }: { reportId: string }) {
  const { t } = useFormat();
  const [isOpen, setOpen] = useState(false);
  const columns = useReportColumns(reportId, isOpen);
  return (
    <>
      <LayoutRun reportId={reportId} />
      <details className="kv-why" onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="columns">
        <summary>
          <IconChevronRight size={14} aria-hidden="true" /> {t('sources.correctTitle')}
        </summary>
        {isOpen && columns.isPending && <Waiting />}
        {columns.isError && <Failure error={columns.error} retry={() => void columns.refetch()} />}
        {columns.data && <MappingForm key={columns.dataUpdatedAt} reportId={reportId} isInUse {...columns.data} />}
      </details>
    </>
  );
}
