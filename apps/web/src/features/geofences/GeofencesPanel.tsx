import type { Geofence } from '@karavan/contracts';
import { Button, Menu, Skeleton, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useLive } from '../../live/live-context.tsx';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { GeofenceForm } from './GeofenceForm.tsx';
import { cornersOf, type FenceKind } from './points.ts';
import { useGeofences } from './queries.ts';
import './geofences.css';

const KINDS: readonly FenceKind[] = ['polygon', 'circle', 'corridor'];
const isKind = (text: string | null): text is FenceKind => KINDS.some((kind) => kind === text);

/** Fences beside the map: the list, and the one that is drawn or changed. The address says which. */
export default function GeofencesPanel() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const fences = useGeofences();
  const [id, drawn] = [search.get('id'), search.get('new')];
  const chosen = fences.data?.find((fence) => fence.id === id);
  useTitle(chosen?.name, t('geofences.title'));
  useFitted(chosen);
  const close = () => setSearch({}, { replace: true });
  if (isKind(drawn)) return <GeofenceForm key={drawn} fence={null} kind={drawn} onClose={close} />;
  if (chosen) return <GeofenceForm key={chosen.id} fence={chosen} kind={chosen.shape.kind} onClose={close} />;
  return (
    <>
      <header className="kv-panel-head kv-fences-head">
        <div>
          <h1>{t('geofences.title')}</h1>
          <p className="kv-note kv-head-note">{t('geofences.intro')}</p>
        </div>
        <Menu position="bottom-end" zIndex={2500}>
          <Menu.Target>
            <Button size="compact-sm" variant="default" data-testid="draw-fence">
              {t('geofences.draw')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => setSearch({ new: kind })}>
                {t(`geofences.kind.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </header>
      {fences.isError && !fences.data && <Failure error={fences.error} retry={() => void fences.refetch()} />}
      {fences.isPending && <Skeleton height={120} m="md" aria-label={t('page.loading')} />}
      {fences.data?.length === 0 && <PageState title={t('geofences.empty')} hint={t('geofences.emptyHint')} />}
      {fences.data && fences.data.length > 0 && <FenceList fences={fences.data} />}
    </>
  );
}

/** The chosen one is brought into sight once, not whenever it is saved. */
function useFitted(chosen: Geofence | undefined): void {
  const { controller } = useLive();
  const id = chosen?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another fence moves the map
  useEffect(() => {
    if (chosen) controller.fit(cornersOf(chosen.shape), 15);
  }, [id, controller]);
}

function FenceList({ fences }: { fences: readonly Geofence[] }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState('');
  const needle = asked.trim().toLocaleLowerCase();
  const shown = fences.filter(({ name }) => name.toLocaleLowerCase().includes(needle));
  return (
    <>
      {fences.length > 12 && (
        <TextInput
          className="kv-fences-search"
          size="xs"
          aria-label={t('geofences.search')}
          placeholder={t('geofences.search')}
          value={asked}
          onChange={(event) => setAsked(event.currentTarget.value)}
        />
      )}
      <ul className="kv-fences">
        {shown.map(({ id, name, shape, alertOn, siteId, active }) => (
          <li key={id}>
            <Link to={`/geofences?id=${id}`} data-testid={`fence-${id}`}>
              {name}
            </Link>
            <span className="kv-note">
              {[
                t(`geofences.kind.${shape.kind}`),
                siteId === null ? undefined : t('geofences.ofSite'),
                alertOn === 'none'
                  ? undefined
                  : `${t('geofences.alertOn.label').toLocaleLowerCase()} ${t(`geofences.alertOn.${alertOn}`)}`,
                active ? undefined : t('geofences.inactive'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
