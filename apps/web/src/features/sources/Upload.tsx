import { IconFileUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemWords } from '../../api/problem-words.ts';
import { type Uploaded, uploadReport } from '../../api/upload.ts';
import { Issues } from './Issues.tsx';
import { RowCounts } from './RowCounts.tsx';

interface Job {
  id: number;
  name: string;
  share: number;
  result?: Uploaded;
  error?: unknown;
}

let jobs = 0;

/** The field a report is dropped on: it says how much has been sent, then what was understood and what was not. */
export function Upload() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [list, setList] = useState<Job[]>([]);
  const [isOver, setOver] = useState(false);

  const update = (id: number, change: Partial<Job>) =>
    setList((before) => before.map((job) => (job.id === id ? { ...job, ...change } : job)));
  const send = async (file: File) => {
    jobs += 1;
    const id = jobs;
    setList((before) => [{ id, name: file.name, share: 0 }, ...before].slice(0, 10));
    try {
      update(id, { result: await uploadReport(file, (share) => update(id, { share })) });
    } catch (error) {
      update(id, { error });
    }
    await client.invalidateQueries({ queryKey: ['reports'] });
    await client.invalidateQueries({ queryKey: ['wagon'] });
  };
  const sendAll = async (files: Iterable<File>) => {
    for (const file of files) await send(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void sendAll(event.dataTransfer.files);
  };
  return (
    <section aria-label={t('sources.drop')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the labelled input inside is the control */}
      <div
        className="kv-drop"
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileUpload size={28} stroke={1.25} aria-hidden="true" />
        <div>
          <strong>{t('sources.drop')}</strong>
          <span className="kv-note">{t('sources.dropHint')}</span>
        </div>
        <label className="kv-drop-choose">
          {t('sources.choose')}
          <input
            type="file"
            multiple
            className="kv-visually-hidden"
            data-testid="upload-input"
            onChange={(event) => {
              void sendAll([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
        </label>
      </div>
      <ul className="kv-jobs" aria-live="polite">
        {list.map((job) => (
          <li key={job.id}>
            <UploadJob job={job} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function UploadJob({ job: { name, share, result, error } }: { job: Job }) {
  const { t } = useTranslation();
  if (error !== undefined)
    return (
      <div className="kv-job" role="alert">
        <strong className="kv-late">{t('sources.failed', { name })}</strong>
        <span>{problemWords(error, t)}</span>
      </div>
    );
  if (!result)
    return (
      <div className="kv-job">
        <span>
          {share < 1 ? t('sources.uploading', { name, percent: Math.round(share * 100) }) : t('sources.reading', { name })}
        </span>
        <progress max={1} value={share < 1 ? share : undefined} aria-label={name} />
      </div>
    );
  const { rows, issues } = result.report;
  const isHeld = result.report.status === 'held';
  const words = isHeld
    ? t(result.report.hold?.aheadMinutes === undefined ? 'sources.heldUpload' : 'sources.aheadUpload', { name })
    : result.isNew
      ? t('sources.uploaded', { name, accepted: rows.accepted, total: rows.total })
      : t('sources.known', { name });
  return (
    <div className="kv-job" data-testid="upload-result">
      <strong>{words}</strong>
      <RowCounts rows={rows} />
      <Issues issues={issues} />
    </div>
  );
}
