import { AppError } from '@karavan/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from './station-file.ts';
import { EDGE_COLUMNS, judgeEdges, judgeStations, STATION_COLUMNS } from './station-rows.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const stations = (text: string | Uint8Array) => {
  const { rows, format } = readTable(typeof text === 'string' ? bytes(text) : text, STATION_COLUMNS, ['esr', 'name']);
  return { format, ...judgeStations(rows) };
};
const edges = (text: string, placeOf = (_: string): { lat: number; lon: number } | undefined => undefined) =>
  judgeEdges(readTable(bytes(text), EDGE_COLUMNS, ['from', 'to']).rows, placeOf);
const SEBRYAKOVO = {
  key: '613608',
  esr: '613608',
  name: 'Себряково',
  road: 'Приволжская',
  region: null,
  lat: 50.0721,
  lon: 43.2459,
};

describe('a directory of stations', () => {
  it.each([
    ['comma', 'esr,name,road,lat,lon\n613608,Себряково,Приволжская,50.0721,43.2459\n'],
    [
      'semicolons, Russian headings, decimal commas',
      'Код ЕСР;Станция;Дорога;Широта;Долгота\r\n613608;Себряково;ПРИВОЛЖСКАЯ (61);50,0721;43,2459\r\n',
    ],
    ['tabs below a title', 'Справочник\n\ncode\tname\troad_code\tlat\tlon\n613608\tСебряково\t61\t50.0721\t43.2459\n'],
    [
      'quotes and a mark at the start',
      '\ufeff"esr","name","road","lat","lng"\n"613608","Себряково","Приволжская","50.0721","43.2459"',
    ],
    ['a JSON list', JSON.stringify([{ code: 613608, name: 'Себряково', road: 'ПРВ', latitude: 50.0721, longitude: '43.2459' }])],
    [
      'an object with a list',
      JSON.stringify({ data: [{ esr: '613608', name: 'Себряково', road: '61', lat: 50.0721, lon: 43.2459 }] }),
    ],
  ])('is read from %s', (_, text) => {
    expect(stations(text).accepted.map(({ value }) => value)).toEqual([SEBRYAKOVO]);
  });

  it('is read from Windows-1251', () => {
    const cp1251 = Uint8Array.from(
      [...'esr;name\n613608;'].map((sign) => sign.charCodeAt(0)).concat([0xd2, 0xee, 0xef, 0xea, 0xe8]),
    );
    expect(stations(cp1251).accepted[0]?.value.name).toBe('Топки');
  });

  it('is read from Overpass and GeoJSON, whose longitude comes first', () => {
    const overpass = {
      elements: [{ type: 'node', lat: 50.0721, lon: 43.2459, tags: { 'esr:user': '613608', name: 'Себряково' } }],
    };
    expect(stations(JSON.stringify(overpass))).toMatchObject({
      format: 'overpass',
      accepted: [{ value: { esr: '613608', lat: 50.0721 } }],
    });
    const point = {
      type: 'Feature',
      properties: { esr: '613608', name: 'С' },
      geometry: { type: 'Point', coordinates: [43.2459, 50.0721] },
    };
    expect(stations(JSON.stringify({ type: 'FeatureCollection', features: [point] })).accepted[0]?.value).toMatchObject({
      lat: 50.0721,
      lon: 43.2459,
    });
  });

  it('puts a leading zero back and keeps a station without a place', () => {
    expect(stations('esr,name\n33004,Шушары\n').accepted[0]?.value).toMatchObject({ esr: '033004', lat: null, lon: null });
  });

  it.each([
    ['613609,Себряково,50,43', 'ESR_CHECK_DIGIT'],
    ['Себряково,613608,50,43', 'ESR_UNREADABLE', '613608x,С,50,43'],
    ['613608,,50,43', 'NAME_MISSING'],
    ['613608,Себряково,50,', 'PLACE_HALF'],
    ['613608,Себряково,0,0', 'PLACE_ZERO'],
    ['613608,Себряково,43.2459,150.0721 E', 'NOT_A_NUMBER'],
    ['613608,Себряково,12,43', 'PLACE_OUTSIDE'],
    [',Себряково,50,43', 'ESR_MISSING'],
  ])('refuses the row %s: %s', (row, code, other = row) => {
    const judged = stations(`esr,name,lat,lon\n613608,Себряково,50,43\n${other}\n`);
    expect(judged.rejections).toMatchObject([{ line: 3, code }]);
    expect(judged.accepted).toHaveLength(1);
  });

  it('never turns two numbers round by guess, and says that they may stand in each other’s column', () => {
    const [issue] = stations('esr,name,lat,lon\n613608,Себряково,143.2,50.1\n').rejections;
    expect(issue).toMatchObject({ code: 'PLACE_OUTSIDE', message: expect.stringMatching(/each other/) });
    expect(
      stations('esr,name,lat,lon\n810005,Оренбург,51.77,55.1\n810005,Оренбург,55.1,51.77\n').rejections.map(({ code }) => code),
    ).toEqual(
      expect.not.arrayContaining(['PLACE_OUTSIDE']), // both are inside: neither is touched
    );
  });

  it.each([
    ['', /empty/],
    ['PK\u0003\u0004…', /CSV/],
    ['a,b\n1,2\n', /esr/],
    ['{"a":1}', /no list/],
    ['[1,2', /JSON/],
    ['[]', /esr/],
  ])('refuses a file that is no such table: %j', (text, why) => {
    expect(() => stations(text)).toThrow(AppError);
    expect(() => stations(text)).toThrow(why);
  });

  it('accounts for every row of any table', () => {
    const cell = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('613608', '33004', '50.1', '43,2', 'Топки', '', '0'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 12 }), (rows) => {
        const json = rows.map(([esr, name, lat, lon]) => ({ esr, name, lat, lon }));
        const table = readTable(bytes(JSON.stringify([{ esr: '613608', name: 'С' }, ...json])), STATION_COLUMNS, ['esr', 'name']);
        const { accepted, rejections, skipped } = judgeStations(table.rows);
        expect(accepted.length + rejections.length + skipped).toBe(rows.length + 1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a graph', () => {
  it('is read as it is typed: repeated headings and blank rows are no data', () => {
    const judged = edges(
      'from_esr;from_name;to_esr;to_name\n33004;Шушары;033108;Купчинская\n;;;\nКоды;от станции;Коды;до станции\n',
    );
    expect(judged.accepted.map(({ value }) => value)).toEqual([
      { from: '033004', to: '033108', fromName: 'Шушары', toName: 'Купчинская', km: null, line: null },
    ]);
    expect(judged).toMatchObject({ skipped: 2, rejections: [] });
  });

  it('puts the lesser code first and turns the line with it', () => {
    for (const line of [
      '59.81,30.4 59.82,30.41',
      'LINESTRING(30.4 59.81, 30.41 59.82)',
      '{"type":"LineString","coordinates":[[30.4,59.81],[30.41,59.82]]}',
    ]) {
      const [edge] = edges(`from;to;km;line\n033108;033004;3,5;"${line.replaceAll('"', '""')}"\n`).accepted;
      expect(edge?.value).toMatchObject({
        from: '033004',
        to: '033108',
        km: 3.5,
        line: [
          [59.82, 30.41],
          [59.81, 30.4],
        ],
      });
    }
  });

  it('refuses what cannot be and warns of what is strange', () => {
    const at = (esr: string) => ({ lat: 50, lon: esr === '033004' ? 40 : 45 }); // 357 km apart
    const judged = edges(
      'from,to,km\n033004,033004,1\n033004,033108,-2\n033004,033108,200\n033004,033108,\n033004,033108,400\n',
      at,
    );
    expect(judged.rejections.map(({ line, code }) => [line, code])).toEqual([
      [2, 'SAME_STATION'],
      [3, 'KM_IMPLAUSIBLE'],
      [4, 'KM_TOO_SHORT'],
    ]);
    expect(judged.warnings).toMatchObject([{ line: 5, code: 'NEIGHBOURS_FAR' }]);
  });
});
