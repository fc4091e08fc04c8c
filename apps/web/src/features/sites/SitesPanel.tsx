import type { Site } from '@karavan/contracts';
import { Button, Skeleton, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { stationName } from '../../format/station-name.ts';
import { useLive } from '../../live/live-context.tsx';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { weekWords } from './hours.ts';
import { useSites } from './queries.ts';
import { SiteForm } from './SiteForm.tsx';
import './sites.css';

/** Plants and sites beside the map: the list, and the one that is added or changed. The address says which. */
export default function SitesPanel() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const sites = useSites();
  const id = search.get('id');
  const isNew = search.has('new');
  const chosen = sites.data?.find((site) => site.id === id);
  useTitle(chosen?.name, t('sites.title'));
  useInSight(chosen);
  const close = () => setSearch({}, { replace: true });
  if (isNew) return <SiteForm key="new" site={null} onClose={close} />;
  if (chosen) return <SiteForm key={chosen.id} site={chosen} onClose={close} />;
  return (
    <>
      <header className="kv-panel-head kv-sites-head">
        <div>
          <h1>{t('sites.title')}</h1>
          <p className="kv-note kv-head-note">{t('sites.intro')}</p>
        </div>
        <Button size="compact-sm" variant="default" onClick={() => setSearch({ new: '' })} data-testid="add-site">
          {t('sites.add')}
        </Button>
      </header>
      {sites.isError && !sites.data && <Failure error={sites.error} retry={() => void sites.refetch()} />}
      {sites.isPending && <Skeleton height={120} m="md" aria-label={t('page.loading')} />}
      {sites.data?.length === 0 && <PageState title={t('sites.empty')} hint={t('sites.emptyHint')} />}
      {sites.data && sites.data.length > 0 && <SiteList sites={sites.data} />}
    </>
  );
}

function useInSight(chosen: Site | undefined): void {
  const { controller } = useLive();
  const id = chosen?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another site moves the map
  useEffect(() => {
    const { lat, lon } = chosen ?? {};
    if (lat !== undefined && lon !== undefined) controller.show({ lat, lon }, 12);
  }, [id, controller]);
}

function SiteList({ sites }: { sites: readonly Site[] }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState('');
  const needle = asked.trim().toLocaleLowerCase();
  const shown = sites.filter(({ name, esr }) => `${name} ${esr ?? ''}`.toLocaleLowerCase().includes(needle));
  const words = t('sites.short', { returnObjects: true });
  return (
    <>
      <TextInput
        className="kv-sites-search"
        size="xs"
        type="search"
        aria-label={t('sites.search')}
        placeholder={t('sites.search')}
        value={asked}
        onChange={(event) => setAsked(event.currentTarget.value)}
      />
      {shown.length === 0 && <PageState title={t('sites.noMatch')} />}
      <ul className="kv-sites">
        {shown.map((site) => (
          <li key={site.id}>
            <Link to={`/sites?id=${site.id}`}>{stationName(site.name)}</Link>
            <span className="kv-note">
              {[
                t(`sites.kind.${site.kind}`),
                site.customerId !== null && t('sites.customer'),
                site.lat === undefined && t('sites.noPlace'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span className="kv-note">
              {t('sites.hours')}: {site.receiving ? weekWords(site.receiving, words) : t('sites.always')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
