/**
 * The time zone of a railway station by its place: borders of the regions' zones, drawn between their stations in steps
 * of half a degree of latitude. Of 11 759 stations 46 beside a border get the neighbour's. As of 2026.
 */
import type { Station } from '@karavan/contracts';

/** Hours ahead of UTC → a zone that keeps them. */
const ZONES: Readonly<Record<number, string>> = {
  2: 'Europe/Kaliningrad',
  3: 'Europe/Moscow',
  4: 'Europe/Samara',
  5: 'Asia/Yekaterinburg',
  6: 'Asia/Omsk',
  7: 'Asia/Krasnoyarsk',
  8: 'Asia/Irkutsk',
  9: 'Asia/Yakutsk',
  10: 'Asia/Vladivostok',
  11: 'Asia/Sakhalin',
};

/** Southern edge of the band, then hours ahead of UTC from west to east, each from a longitude on. */
const BANDS = readBands(`
41.5|3
42.5|3 89.3:10
45.5|3 46.9:4 51:5 88:8 90.5:10
46|3 45.7:4 51:5 88:8 90.9:10
46.5|3 45:4 51:5 88:8 91.3:10 138.1:11
47|3 45.1:4 51:5 88:8 91.1:10 138.3:11
47.5|3 45.3:4 51:5 88:8 89.9:10 138.5:11
48|3 45.3:4 50:5 88:8 89.6:10 138.8:11
48.5|3 45.6:4 46.3:5 88:8 88.9:10 141.5:11
49|3 46.8:5 87:8 111:9 130.9:10 141.6:11
49.5|3 46.8:5 87:8 111:9 130.8:10 141.4:11
50|3 47.5:4 48.5:5 84:8 111.3:9 130.8:10 141.2:11
50.5|3 45.4:4 51.6:5 79.5:7 90:8 110.9:9 130.6:10 139.9:11
51|3 42.9:4 52:5 70.5:7 92.8:8 107.8:9 130.1:10 139.8:11
51.5|3 42.6:4 51.9:5 69.7:7 92.7:8 110:9 131.4:10
52|3 43:4 51.2:5 69.7:7 93.4:8 110.4:9
52.5|3 46.2:4 52:5 70.4:7 96.7:8 110.4:9
53|3 46.9:4 53.9:5 69.6:7 96.8:8 110.4:9
53.5|3 46.2:4 52.2:5 68.1:6 75.2:7 97.5:8 110.6:9
54|2 26.9:3 46.5:4 52.4:3 53.2:5 67.8:6 75.8:7 97.1:8 111.6:9
54.5|2 26.8:3 53.6:5 71.1:6 75.2:7 96.4:8 112.3:9
55|2 27.1:3 54.7:5 69.9:6 75.3:7 96.6:8 111.3:9
55.5|3 55.9:5 70.7:6 77.7:7 96.9:8 116.6:9
56|3 51.4:4 52.7:3 53.2:4 54.2:5 77.4:7 97.6:8 115.8:9
56.5|3 49.7:4 54:5 75.7:7 100.1:8 112.1:9
57|3 49.6:4 55.4:5 76.2:7 97.6:8 111.6:9
57.5|3 50.2:4 54.1:5 76.7:7 100.1:8
58|3 51.8:4 53.7:5 76.8:7 111.4:9
58.5|3 54.6:5 97.3:9
60|3 53.9:5
61|3 55:5
61.5|3 56.9:5
62|3 58:5
62.5|3 60.8:5
63|3 65.1:5
64|3 66:5
64.5|3 66.8:5
65|3 68.1:5
65.5|3 67.4:5
66|3 69:5
66.5|3 64.3:5
67.5|3 60:5
68|3
`);

interface Band {
  fromLat: number;
  spans: readonly { fromLon: number; hours: number }[];
}

function readBands(table: string): Band[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [lat = '', spans = ''] = line.split('|');
      return { fromLat: Number(lat), spans: spans.split(' ').map(readSpan) };
    });
}

function readSpan(text: string): { fromLon: number; hours: number } {
  const [a = '', b] = text.split(':');
  return b === undefined ? { fromLon: -180, hours: Number(a) } : { fromLon: Number(a), hours: Number(b) };
}

/** Railways of the neighbours that give their stations a zone by themselves. */
const ABROAD: readonly (readonly [road: RegExp, zone: string])[] = [
  [/казах|^кзх/i, 'Asia/Almaty'],
  [/узбек|^ут[иы]|^узб/i, 'Asia/Tashkent'],
];

/**
 * The IANA zone of a station's wall clock (TZ1), undefined where its coordinates are unknown or lie outside of the
 * network of Russia and Kazakhstan. Moscow time rules on the railway everywhere; this is what hangs on the wall.
 */
export function stationZone({ lat, lon, road }: Pick<Station, 'lat' | 'lon' | 'road'>): string | undefined {
  const abroad = ABROAD.find(([name]) => road !== undefined && name.test(road));
  if (abroad !== undefined) return abroad[1];
  if (lat === undefined || lon === undefined || lon < 19 || lon > 180) return undefined;
  const spans = BANDS.findLast(({ fromLat }) => fromLat <= lat)?.spans;
  const hours = spans?.findLast(({ fromLon }) => fromLon <= lon)?.hours;
  return hours === undefined ? undefined : ZONES[hours];
}
