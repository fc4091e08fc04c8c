import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { feature } from 'topojson-client';
import { mercatorX, mercatorY } from '../mercator.ts';
import { type Box, boxOf } from './clip.ts';
import { fetchBaseFile } from './fetch-base-map.ts';

/** One ring or line in mercator, flat, with its box. */
export interface Shape {
  points: Float64Array;
  box: Box;
}

/** Objects of the TopoJSON files by name (see ../../../basemap/README.md); one that a file lacks is empty. */
export interface BaseGeometry {
  land: Shape[];
  lakes: Shape[];
  rivers: Shape[];
  borders: Shape[];
}

export interface City {
  ru: string;
  en: string;
  x: number;
  y: number;
  population: number;
  minZoom: number;
  capital: boolean;
}

type Topology = Parameters<typeof feature>[0];
type CityRow = [ru: string, en: string, lat: number, lon: number, population: number, minZoom: number, capital: 0 | 1];

export const BASE_ATTRIBUTION =
  '© <a href="https://www.geonames.org/" rel="noreferrer">GeoNames</a> (CC BY 4.0) · <a href="https://www.naturalearthdata.com/" rel="noreferrer">Natural Earth</a> · © <a href="https://www.openstreetmap.org/copyright" rel="noreferrer">OpenStreetMap</a> (ODbL)';

export async function loadGeometry(file: 'land' | 'land-detail'): Promise<BaseGeometry> {
  return toGeometry((await fetchBaseFile(`${file}.json`)) as Topology);
}

/** The main railway lines, from station to station: no world map that may be shipped has them, our own station network does. */
export async function loadRailways(): Promise<Shape[]> {
  const { RAIL_LINES } = await import('@karavan/rail');
  return RAIL_LINES.map(({ line }) => toShape(line.map(({ lat, lon }) => [lon, lat])));
}

export async function loadCities(): Promise<City[]> {
  const rows = (await fetchBaseFile('cities.json')) as CityRow[];
  return rows.map(([ru, en, lat, lon, population, minZoom, capital]) => ({
    ru,
    en,
    x: mercatorX(lon),
    y: mercatorY(lat),
    population,
    minZoom,
    capital: capital === 1,
  }));
}

function toGeometry(topology: Topology): BaseGeometry {
  const shapes = (name: keyof BaseGeometry): Shape[] => {
    const object = topology.objects[name];
    if (!object) return [];
    const found: Feature | FeatureCollection = feature(topology, object);
    const features = found.type === 'FeatureCollection' ? found.features : [found];
    return features.flatMap((one) => paths(one.geometry).map(toShape));
  };
  return {
    land: shapes('land'),
    lakes: shapes('lakes'),
    rivers: shapes('rivers'),
    borders: shapes('borders'),
  };
}

function paths(geometry: Geometry): Position[][] {
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat();
  if (geometry.type === 'Polygon' || geometry.type === 'MultiLineString') return geometry.coordinates;
  if (geometry.type === 'LineString') return [geometry.coordinates];
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(paths);
  return [];
}

function toShape(path: Position[]): Shape {
  const points = new Float64Array(path.length * 2);
  path.forEach(([lon = 0, lat = 0], i) => {
    points[2 * i] = mercatorX(lon);
    points[2 * i + 1] = mercatorY(lat);
  });
  return { points, box: boxOf(points) };
}
