import { type Site, WEEKDAYS } from '@karavan/contracts';
import { Button, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { LeafletMouseEvent } from 'leaflet';
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { useLive } from '../../live/live-context.tsx';
import { readPoints } from '../geofences/points.ts';
import { useGeofences } from '../geofences/queries.ts';
import { readExceptions, readHours } from './hours.ts';
import { type Draft, draftOf, isReady, saveSite } from './site-draft.ts';

interface SiteFormProps {
  site: Site | null;
  onClose: () => void;
}

const ZONES = Intl.supportedValuesOf('timeZone');

/** One plant or site: what it is called, where it is, when its gate is open. */
export function SiteForm({ site, onClose }: SiteFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(site, t('sites.closedDay')));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const point = pointOf(draft.place);
  usePlaceOnMap(point, (place) => change({ place }));
  const save = useMutation({
    mutationFn: () => saveSite(site, draft),
    onSuccess: async () => {
      notifications.show({ message: t('sites.saved'), withBorder: true });
      await Promise.all(['sites', 'geofences', 'shipment'].map((key) => client.invalidateQueries({ queryKey: [key] })));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady(draft)) save.mutate();
  };
  const errorOf = (path: string) =>
    save.error instanceof ApiError ? save.error.problem?.errors?.find((error) => error.path === path)?.message : undefined;
  return (
    <form className="kv-site-form" onSubmit={submit} data-testid="site-form">
      <h1>{site?.name ?? t('sites.new')}</h1>
      <TextInput
        label={t('sites.name')}
        required
        maxLength={300}
        value={draft.name}
        error={errorOf('name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        label={t('sites.kind.label')}
        value={draft.kind}
        data={(['plant', 'site'] as const).map((value) => ({ value, label: t(`sites.kind.${value}`) }))}
        allowDeselect={false}
        comboboxProps={{ zIndex: 2600 }}
        onChange={(value) => change({ kind: value === 'plant' ? 'plant' : 'site' })}
      />
      <TextInput
        label={t('sites.place')}
        description={t('sites.placeHint')}
        value={draft.place}
        error={draft.place.trim() !== '' && point === undefined && t('sites.badPlace')}
        onChange={(event) => change({ place: event.currentTarget.value })}
      />
      {draft.place !== '' && (
        <Button className="kv-site-clear" variant="subtle" size="compact-xs" onClick={() => change({ place: '' })}>
          {t('sites.clearPlace')}
        </Button>
      )}
      <Select
        label={t('sites.timeZone')}
        value={draft.timeZone}
        data={ZONES.includes(draft.timeZone) ? ZONES : [draft.timeZone, ...ZONES]}
        searchable
        limit={60}
        allowDeselect={false}
        comboboxProps={{ zIndex: 2600 }}
        onChange={(value) => value && change({ timeZone: value })}
      />
      {site && <Fence siteId={site.id} />}
      <Switch
        label={draft.hasHours ? t('sites.set') : t('sites.unset')}
        checked={draft.hasHours}
        data-testid="site-hours"
        onChange={(event) => change({ hasHours: event.currentTarget.checked })}
      />
      {draft.hasHours && <Hours draft={draft} change={change} />}
      {save.isError && (
        <p className="kv-late" role="alert">
          {problemWords(save.error, t)}
        </p>
      )}
      <div className="kv-site-actions">
        <Button type="submit" disabled={save.isPending || !isReady(draft)}>
          {t('sites.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('sites.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Hours({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation();
  const exceptions = readExceptions(draft.exceptions);
  const setDay = (day: (typeof WEEKDAYS)[number], text: string) => change({ week: { ...draft.week, [day]: text } });
  const asMonday = () => {
    const { mon } = draft.week;
    change({ week: { ...draft.week, tue: mon, wed: mon, thu: mon, fri: mon } });
  };
  return (
    <fieldset className="kv-site-week">
      <legend>{t('sites.hours')}</legend>
      <p className="kv-note">{t('sites.hoursHint')}</p>
      {WEEKDAYS.map((day) => (
        <div key={day} className="kv-site-day">
          <label htmlFor={`site-${day}`}>{t(`sites.weekday.${day}`)}</label>
          <TextInput
            id={`site-${day}`}
            size="xs"
            placeholder={t('sites.closedDay')}
            value={draft.week[day]}
            error={readHours(draft.week[day]) === undefined && t('sites.badHours')}
            onChange={(event) => setDay(day, event.currentTarget.value)}
          />
        </div>
      ))}
      <Button variant="subtle" size="compact-xs" onClick={asMonday}>
        {t('sites.copyDown')}
      </Button>
      <Textarea
        label={t('sites.exceptions')}
        description={t('sites.exceptionsHint')}
        autosize
        minRows={2}
        maxRows={10}
        value={draft.exceptions}
        error={'badLine' in exceptions && t('sites.badException', { line: exceptions.badLine })}
        onChange={(event) => change({ exceptions: event.currentTarget.value })}
      />
    </fieldset>
  );
}

/** The fence the site has made, where its edge is drawn and its alerts are set. */
function Fence({ siteId }: { siteId: string }) {
  const { t } = useTranslation();
  const fence = useGeofences().data?.find((one) => one.siteId === siteId);
  return (
    <p className="kv-site-fence">
      {t('sites.fence')}:{' '}
      {fence ? <Link to={`/geofences?id=${fence.id}`}>{t('sites.fenceOpen')}</Link> : <span>{t('sites.noFence')}</span>}
    </p>
  );
}

function pointOf(text: string): { lat: number; lon: number } | undefined {
  const read = readPoints(text);
  return 'points' in read && read.points.length === 1 ? read.points[0] : undefined;
}

/** A click on the map is the place; the place stands on the map as a dot. */
function usePlaceOnMap(point: { lat: number; lon: number } | undefined, take: (place: string) => void): void {
  const { controller } = useLive();
  const onClick = useEffectEvent(({ latlng }: LeafletMouseEvent) => take(`${latlng.lat.toFixed(5)}, ${latlng.lng.toFixed(5)}`));
  useEffect(() => {
    const { map } = controller;
    const handle = (event: LeafletMouseEvent) => onClick(event);
    map?.on('click', handle);
    return () => {
      map?.off('click', handle);
    };
  }, [controller]);
  const [lat, lon] = [point?.lat, point?.lon];
  useEffect(() => {
    if (lat === undefined || lon === undefined) return;
    controller.track.set([{ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: {} }]);
    return () => controller.track.set(null);
  }, [controller, lat, lon]);
}
