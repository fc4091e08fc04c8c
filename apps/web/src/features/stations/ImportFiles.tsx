import { ENDPOINTS, type ImportReply } from '@karavan/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemWords } from '../../api/problem-words.ts';
import { sendFile } from './send-file.ts';

type Kind = 'importStations' | 'importRailGraph';
const KINDS: readonly Kind[] = ['importStations', 'importRailGraph'];
const WORDS = {
  importStations: { title: 'stations.importStations', hint: 'stations.importStationsHint' },
  importRailGraph: { title: 'stations.importGraph', hint: 'stations.importGraphHint' },
} as const satisfies Record<Kind, { title: string; hint: string }>;

/** A directory of stations, and the lines between them: what was made of a file stands below it. */
export function ImportFiles() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="stations-import">
      <h2 id="stations-import">{t('stations.import')}</h2>
      <p className="kv-note">{t('stations.importIntro')}</p>
      {KINDS.map((kind) => (
        <ImportFile key={kind} kind={kind} />
      ))}
    </section>
  );
}

function ImportFile({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const load = useMutation({
    mutationFn: (file: File) => sendFile(ENDPOINTS[kind].path, file),
    onSuccess: async () => {
      for (const queryKey of [['stations'], ['wagon'], ['where']]) await client.invalidateQueries({ queryKey });
    },
  });
  const name = load.variables?.name ?? '';
  return (
    <div className="kv-import">
      <span>
        <strong>{t(WORDS[kind].title)}</strong>
        <span className="kv-note">{t(WORDS[kind].hint)}</span>
      </span>
      <label className="kv-drop-choose">
        {t('stations.choose')}
        <input
          type="file"
          className="kv-visually-hidden"
          data-testid={kind}
          disabled={load.isPending}
          accept=".csv,.txt,.json,.geojson"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) load.mutate(file);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <div aria-live="polite" className="kv-import-result">
        {load.isPending && <p>{t('stations.importing', { name })}</p>}
        {load.isError && <p className="kv-late">{problemWords(load.error, t)}</p>}
        {load.data && <Result name={name} reply={load.data} />}
      </div>
    </div>
  );
}

const SHOWN = 20;

function Result({ name, reply }: { name: string; reply: ImportReply }) {
  const { t } = useTranslation();
  const { accepted, total, added, updated, unchanged, rejected, unknownStations, misplacedStations } = reply;
  const list = (stations: readonly { esr: string; name: string }[]) =>
    stations.slice(0, SHOWN).map((station) => `${station.name} (${station.esr})`);
  const lines = (issues: ImportReply['rejections']) =>
    issues.slice(0, SHOWN).map(({ line, message, value }) => `${t('stations.line', { line })}: ${message} ${value ?? ''}`);
  return (
    <div data-testid="import-result">
      <p>{t('stations.imported', { name, accepted, total, added, updated, unchanged })}</p>
      {rejected > 0 && <Details title={t('stations.rejected', { count: rejected })} lines={lines(reply.rejections)} />}
      {reply.warnings.length > 0 && (
        <Details title={t('stations.warned', { count: reply.warnings.length })} lines={lines(reply.warnings)} />
      )}
      {unknownStations && unknownStations.total > 0 && (
        <Details title={t('stations.unknown', { count: unknownStations.total })} lines={list(unknownStations.stations)} />
      )}
      {misplacedStations && misplacedStations.total > 0 && (
        <Details title={t('stations.misplaced', { count: misplacedStations.total })} lines={list(misplacedStations.stations)} />
      )}
    </div>
  );
}

function Details({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <details>
      <summary>{title}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
