import type { AssetState, PositionTuple } from '@karavan/contracts';
import L from 'leaflet';
import { FleetStore } from '../../../apps/web/src/live/fleet-store.ts';
import { AssetLayer, type AssetLayerLook } from '../../../apps/web/src/map/assets/asset-layer.ts';
import type { PainterName } from '../../../apps/web/src/map/assets/paint/painter.ts';
import { PALETTES } from '../../../apps/web/src/theme/palette.ts';

/** Runs in the browser: a map of our marker layer, or of Leaflet's own markers, with everything on it moving. */
export interface Stage {
  /** frames in which all markers were put on the screen */
  frames(): number;
  /** how many of them are in motion now, and who paints them */
  state(): { moving: number; painter: string };
}

declare global {
  interface Window {
    stage?: { ours: (count: number, painter?: PainterName) => Stage; leaflet: (count: number) => Stage };
    running?: Stage | undefined;
  }
}

const CENTRE = { lat: 55.75, lon: 37.6 };
/** From here on nothing is clustered: each marker is drawn by itself. */
const ZOOM = 14;
/** All of them lie in the sight of 1280 × 800. */
const SPAN = { lat: 0.036, lon: 0.104 };
/** The page's time goes by frames, so that a slow machine has the same work in each of them. */
const FRAME_MS = 1000 / 60;
/** Every 250 ms, as the server sends batches; each holds half of the fleet, so that every glide runs into the next fix. */
const BATCH_FRAMES = 15;
/** A step of some 9 m in half a second is 65 km/h, and more than a pixel. */
const STEP_DEG = 0.00008;

interface Truck {
  id: string;
  lat: number;
  lon: number;
  north: number;
  east: number;
}

function makeTrucks(count: number): Truck[] {
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  return Array.from({ length: count }, (_, index) => {
    const course = random() * 2 * Math.PI;
    return {
      id: `truck:${index}`,
      lat: CENTRE.lat + (random() - 0.5) * SPAN.lat,
      lon: CENTRE.lon + (random() - 0.5) * SPAN.lon,
      north: Math.cos(course),
      east: Math.sin(course) * 1.77,
    };
  });
}

/** Turns back at the edge of the sight, so that all of them stay on the screen. */
function drive(truck: Truck, degrees: number): void {
  truck.lat += truck.north * degrees;
  truck.lon += truck.east * degrees;
  if (Math.abs(truck.lat - CENTRE.lat) > SPAN.lat / 2) truck.north = -truck.north;
  if (Math.abs(truck.lon - CENTRE.lon) > SPAN.lon / 2) truck.east = -truck.east;
}

function makeMap(): L.Map {
  const box = document.createElement('div');
  box.style.cssText = 'position:absolute;inset:0';
  document.body.replaceChildren(box);
  return L.map(box, { center: [CENTRE.lat, CENTRE.lon], zoom: ZOOM, zoomControl: false, fadeAnimation: false });
}

const stateOf = ({ id, lat, lon }: Truck, at: string): AssetState => ({
  id,
  kind: 'truck',
  label: id,
  revision: 1,
  position: { lat, lon, at, speedKmh: 60, courseDeg: 45, source: 'osmand' },
  freshness: 'fresh',
  status: 'moving',
  shipmentIds: [],
});

const LOOK: AssetLayerLook = {
  palette: PALETTES.light,
  ageWords: () => '',
  trainWords: () => '',
  describe: () => '',
};

/** Our layer as the page has it: fixes come in batches, as from the socket, and the layer moves and paints by itself. */
function ours(count: number, painter?: PainterName): Stage {
  const map = makeMap();
  const fleet = new FleetStore();
  const handlers = { onPick: () => undefined, onHover: () => undefined, ...(painter ? { painter } : {}) };
  const layer = new AssetLayer(fleet, LOOK, handlers).addTo(map);
  const trucks = makeTrucks(count);
  let second = Math.floor(Date.now() / 1000);
  let turn = 0;
  fleet.applySnapshot({ cursor: '0', assets: trucks.map((truck) => stateOf(truck, new Date(second * 1000).toISOString())) });
  const batch = () => {
    turn += 1;
    second += turn % 2;
    const half = trucks.filter((_, index) => index % 2 === turn % 2);
    const items = half.map((truck): PositionTuple => {
      drive(truck, STEP_DEG);
      return [truck.id, truck.lat, truck.lon, 45, 60, second];
    });
    fleet.applyPositions({ cursor: String(turn), items });
  };
  let frames = 0;
  performance.now = () => frames * FRAME_MS;
  // a painter in a thread may need longer than a frame of the screen: time goes on when its frame is there, so that none is left out
  let shown = 0;
  const step = () => {
    if (layer.stats.frames > shown) {
      shown = layer.stats.frames;
      frames += 1;
      // the first frame sets all in motion: what stands still paints no frame
      if (frames === 1 || frames % BATCH_FRAMES === 0) batch();
    }
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  const countMoving = () => trucks.filter(({ id }) => layer.bodyOf(id)?.motion).length;
  return { frames: () => frames, state: () => ({ moving: countMoving(), painter: layer.stats.painter }) };
}

/** Leaflet's markers, each moved in every frame. */
function leaflet(count: number): Stage {
  const map = makeMap();
  const trucks = makeTrucks(count);
  const icon = L.divIcon({ className: 'truck', html: '', iconSize: [28, 28] });
  const markers = trucks.map(({ lat, lon }) => L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map));
  let frames = 0;
  const step = () => {
    for (const [index, truck] of trucks.entries()) {
      drive(truck, STEP_DEG / 25);
      markers[index]?.setLatLng([truck.lat, truck.lon]);
    }
    frames += 1;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  return { frames: () => frames, state: () => ({ moving: count, painter: 'elements' }) };
}

window.stage = { ours, leaflet };
