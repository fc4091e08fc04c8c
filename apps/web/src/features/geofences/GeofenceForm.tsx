import { DEFAULT_MARGIN_M, GEOFENCE_ALERTS, type Geofence, type GeofenceAlert, type GeofenceShape } from '@karavan/contracts';
import { Button, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { drawing } from './drawing.ts';
import { type FenceKind, pointsOf, readPoints, shapeFrom, sizeOf, writePoints } from './points.ts';

interface GeofenceFormProps {
  fence: Geofence | null;
  kind: FenceKind;
  onClose: () => void;
}

const USUAL_M = { circle: 300, corridor: 1000, polygon: 0 } as const;

interface Draft {
  name: string;
  alertOn: GeofenceAlert;
  marginM: number;
  dwellSeconds: number;
  active: boolean;
  sizeM: number;
  /** the points as text: what the keyboard has instead of the mouse */
  text: string;
}

const draftOf = (fence: Geofence | null, kind: FenceKind): Draft => ({
  name: fence?.name ?? '',
  alertOn: fence?.alertOn ?? 'inside',
  marginM: fence?.marginM ?? DEFAULT_MARGIN_M,
  dwellSeconds: fence?.dwellSeconds ?? 0,
  active: fence?.active ?? true,
  sizeM: (fence && sizeOf(fence.shape)) ?? USUAL_M[kind],
  text: fence ? writePoints(pointsOf(fence.shape)) : '',
});

/** One fence: its shape on the map or in numbers, whichever is at hand, and what it is for. */
export function GeofenceForm({ fence, kind, onClose }: GeofenceFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(fence, kind));
  const [isSure, setSure] = useState(false);
  const [hasTool, setTool] = useState(true);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const read = readPoints(draft.text);
  const shape = 'points' in read ? shapeFrom(kind, read.points, draft.sizeM) : undefined;
  useShapeOnMap({ id: fence?.id ?? null, kind, shape, sizeM: draft.sizeM, change, fail: () => setTool(false) });

  const done = async (message: string) => {
    notifications.show({ message, withBorder: true });
    await client.invalidateQueries({ queryKey: ['geofences'] });
    onClose();
  };
  const save = useMutation({ mutationFn: () => send(fence, draft, shape), onSuccess: () => done(t('geofences.saved')) });
  const remove = useMutation({
    mutationFn: () => call('deleteGeofence', { params: { id: fence?.id ?? '' } }),
    onSuccess: () => done(t('geofences.removed')),
  });
  const problem = save.error ?? remove.error;
  const errorOf = (start: string) =>
    problem instanceof ApiError ? problem.problem?.errors?.find(({ path }) => path.startsWith(start))?.message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (shape) save.mutate();
  };
  const hint = shape ? t('geofences.editHint') : t(kind === 'corridor' ? 'geofences.drawCorridor' : 'geofences.drawHint');
  return (
    <form className="kv-fence-form" onSubmit={submit} data-testid="fence-form">
      <h1>{fence ? fence.name : `${t('geofences.new')}: ${t(`geofences.kind.${kind}`)}`}</h1>
      <p className="kv-note">{hasTool ? hint : t('geofences.toolFailed')}</p>
      <TextInput
        label={t('geofences.name')}
        required
        value={draft.name}
        error={errorOf('name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Textarea
        label={kind === 'circle' ? t('geofences.centre') : t('geofences.points')}
        autosize
        minRows={kind === 'circle' ? 1 : 3}
        maxRows={8}
        required
        value={draft.text}
        error={'badLine' in read ? t('geofences.badPoints', { line: read.badLine }) : errorOf('shape.')}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      {kind !== 'polygon' && (
        <NumberInput
          label={kind === 'circle' ? t('geofences.radius') : t('geofences.width')}
          value={draft.sizeM}
          min={kind === 'circle' ? 10 : 20}
          max={200_000}
          step={50}
          onChange={(value) => typeof value === 'number' && change({ sizeM: value })}
        />
      )}
      <Select
        label={t('geofences.alertOn.label')}
        value={draft.alertOn}
        data={GEOFENCE_ALERTS.map((value) => ({ value, label: t(`geofences.alertOn.${value}`) }))}
        allowDeselect={false}
        comboboxProps={{ zIndex: 2600 }}
        onChange={(value) => change({ alertOn: GEOFENCE_ALERTS.find((each) => each === value) ?? 'none' })}
      />
      <div className="kv-fence-pair">
        <NumberInput
          label={t('geofences.margin')}
          description={t('geofences.marginHint')}
          value={draft.marginM}
          min={0}
          max={5000}
          step={10}
          onChange={(value) => typeof value === 'number' && change({ marginM: value })}
        />
        <NumberInput
          label={t('geofences.dwell')}
          value={draft.dwellSeconds}
          min={0}
          max={86_400}
          step={30}
          onChange={(value) => typeof value === 'number' && change({ dwellSeconds: value })}
        />
      </div>
      <Switch
        label={t('geofences.active')}
        checked={draft.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
      {problem && (
        <p className="kv-late" role="alert">
          {problemWords(problem, t)}
        </p>
      )}
      <div className="kv-fence-actions">
        <Button type="submit" disabled={save.isPending || !shape}>
          {t('geofences.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('geofences.cancel')}
        </Button>
        {draft.text !== '' && (
          <Button variant="subtle" onClick={() => change({ text: '' })}>
            {t('geofences.redraw')}
          </Button>
        )}
        {fence && (
          <Button variant="subtle" disabled={remove.isPending} onClick={() => (isSure ? remove.mutate() : setSure(true))}>
            {isSure ? t('geofences.sure') : t('geofences.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The map shows what the numbers say, and the numbers what the map is made to show. */
function useShapeOnMap(input: {
  id: string | null;
  kind: FenceKind;
  shape: GeofenceShape | undefined;
  sizeM: number;
  change: (part: Partial<Draft>) => void;
  fail: () => void;
}): void {
  const { id, kind, shape, sizeM } = input;
  const take = useEffectEvent((given: GeofenceShape) => {
    const size = sizeOf(given);
    input.change({ text: writePoints(pointsOf(given)), ...(size === undefined ? {} : { sizeM: size }) });
  });
  const fail = useEffectEvent(() => input.fail());
  const known = JSON.stringify(shape ?? null);
  useEffect(() => {
    drawing.set({
      id,
      kind,
      shape: JSON.parse(known) as GeofenceShape | null,
      sizeM,
      take: (given) => take(given),
      fail: () => fail(),
    });
  }, [id, kind, known, sizeM]);
  useEffect(() => () => drawing.set(null), []);
}

function send(fence: Geofence | null, { text: _, sizeM: __, ...about }: Draft, shape: GeofenceShape | undefined) {
  if (fence === null) return call('createGeofence', { body: { ...about, shape } });
  const isSame = JSON.stringify(shape) === JSON.stringify(fence.shape);
  return call('changeGeofence', { params: { id: fence.id }, body: { ...about, ...(isSame ? {} : { shape }) } });
}
