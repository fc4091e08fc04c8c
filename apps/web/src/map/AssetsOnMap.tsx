import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useMap } from 'react-leaflet';
import { useNavigate } from 'react-router';
import { type Format, useFormat } from '../format/use-format.ts';
import { assetPath, trainPath } from '../live/asset-path.ts';
import { useLive, useShownFleet } from '../live/live-context.tsx';
import { formatAt, replay } from '../live/replay.ts';
import { MARKER_STATES, PALETTES } from '../theme/palette.ts';
import { wantsNoMotion } from '../ui/media.ts';
import { AssetLayer, type AssetLayerLook } from './assets/asset-layer.ts';
import type { Body } from './assets/body.ts';
import { CLUSTER_MAX_ZOOM, type Node } from './assets/cluster-index.ts';

/** Gives the marker layer its life; from then on it paints by itself. */
export function AssetsOnMap() {
  const map = useMap();
  const { fleet, controller } = useLive();
  const shown = useShownFleet();
  const navigate = useNavigate();
  const format = useFormat();
  const palette = PALETTES[useComputedColorScheme('light')];
  const layer = useRef<AssetLayer | null>(null);

  const look = useMemo<AssetLayerLook>(
    () => ({
      palette,
      ageWords: ({ asset }) => (asset.position ? format.duration((shownNow(format) - Date.parse(asset.position.at)) / 1000) : ''),
      trainWords: (train, count) => format.t('train.marker', { train, count }),
      describe: (node) => describe(node, format),
    }),
    [palette, format],
  );

  const pick = useEffectEvent((node: Node) => {
    const bodies = node.kind === 'group' ? node.group.bodies : node.bodies();
    const [only] = bodies;
    if (node.kind === 'group' && node.group.train !== undefined) return void navigate(trainPath(node.group.train));
    if (only && bodies.length === 1) return void navigate(pathThen(only.asset));
    const bounds = boundsOf(bodies);
    const isOnePlace = bounds.extentDegrees < 0.0005 || map.getZoom() > CLUSTER_MAX_ZOOM;
    if (isOnePlace) return void navigate(`/?place=${bounds.centre.lat.toFixed(4)},${bounds.centre.lon.toFixed(4)}`);
    map.fitBounds(bounds.corners, { padding: [60, 60], maxZoom: CLUSTER_MAX_ZOOM + 1, animate: !wantsNoMotion() });
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the layer is made once; the next effect keeps its look
  useEffect(() => {
    const made = new AssetLayer(fleet, look, { onPick: pick, onHover: (id) => controller.hovered.set(id) });
    layer.current = made.addTo(map);
    controller.attach(map, made);
    const stops = [
      controller.hovered.subscribe((id) => made.setHovered(id)),
      controller.selected.subscribe((id) => made.setSelected(id)),
      controller.filter.subscribe((filter) => made.setFilter(filter?.isShown ?? (() => true))),
    ];
    made.setSelected(controller.selected.get());
    made.setFilter(controller.filter.get()?.isShown ?? (() => true));
    return () => {
      for (const stop of stops) stop();
      controller.detach();
      made.remove();
    };
  }, [map, fleet, controller]);

  useEffect(() => layer.current?.setFleet(shown), [shown]);
  useEffect(() => layer.current?.setLook(look), [look]);
  return null;
}

/** Ages are told against the moment that is looked at. */
const shownNow = ({ now }: Format): number => replay.get()?.atMs ?? now;

/** The card of a truck plays its past on; a wagon's tells of now. */
function pathThen(asset: Body['asset']): string {
  const state = replay.get();
  return state === null || asset.kind === 'wagon' ? assetPath(asset) : `${assetPath(asset)}?at=${formatAt(state.atMs)}`;
}

function describe(node: Node, format: Format): string {
  const { t, number, duration } = format;
  if (node.kind === 'cluster') {
    const parts = MARKER_STATES.filter((state) => node.shares[state] > 0).map(
      (s) => `${t(`state.${s}`)} ${number(node.shares[s])}`,
    );
    return `${t('map.cluster', { count: node.count })}: ${parts.join(', ')}`;
  }
  const { bodies, train } = node.group;
  const [{ asset, state }] = bodies;
  const name =
    train !== undefined
      ? t('train.marker', { train, count: bodies.length })
      : bodies.length > 1
        ? t('map.cluster', { count: bodies.length })
        : asset.label;
  const isPastWagon = asset.kind === 'wagon' && replay.get() !== null;
  const about = asset.position?.approximate && `≈ ${t(isPastWagon ? 'truck.replay.lastOperation' : 'map.approximate')}`;
  const aged = (at: string) => t('time.ago', { age: duration((shownNow(format) - Date.parse(at)) / 1000) });
  const age = (bodies.length === 1 || train !== undefined) && asset.position && aged(asset.position.at);
  return [name, t(`state.${state}`), about, age].filter(Boolean).join(' · ');
}

function boundsOf(bodies: readonly Body[]) {
  let [south, west, north, east] = [90, 360, -90, -360];
  for (const { asset } of bodies) {
    if (!asset.position) continue;
    const { lat, lon } = asset.position;
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  const corners: [[number, number], [number, number]] = [
    [south, west],
    [north, east],
  ];
  const centre = { lat: (south + north) / 2, lon: (west + east) / 2 };
  return { corners, centre, extentDegrees: Math.max(north - south, east - west) };
}
