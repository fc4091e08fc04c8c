import { AxleLoadsRequest, MaxPayloadRequest, type PlanVehicle, type Trial, type TrialExpected } from '@karavan/contracts';

const kept = { stated: true, shipped: true, createdBy: null, createdAt: null };
const artic = (tractor: string, trailer: string): PlanVehicle => ({ type: 'tractor_semitrailer', tractor, trailer });
const rigid = (id: string): PlanVehicle => ({ type: 'rigid', rigid: id });

type Load = { massKg: number; xM: number };
type More = { name: string; ruleSet?: string; roadClasses?: string[]; on?: string; region?: string; layers?: string[] };

function loads(id: string, vehicle: unknown, on: readonly Load[], more: More, expected: TrialExpected): Trial {
  const { name, ...rest } = more;
  const request = AxleLoadsRequest.parse({ vehicle, ruleSet: 'RU', stages: [{ name: 'departure', loads: on }], ...rest });
  return { id: `shipped-${id}`, name, plan: 'axle-loads', request, expected, ...kept };
}

function payload(id: string, vehicle: unknown, xM: number, more: More, expected: TrialExpected): Trial {
  const { name, ...rest } = more;
  const request = MaxPayloadRequest.parse({ vehicle, ruleSet: 'RU', placement: { kind: 'point', xM }, ...rest });
  return { id: `shipped-${id}`, name, plan: 'max-payload', request, expected, ...kept };
}

/** E1: 16 pallets of 1250 kg in 8 rows, pitch 1 m, the first centre half a metre behind a gap at the headboard. */
const rows = (gapM: number): Load[] => Array.from({ length: 8 }, (_, i) => ({ massKg: 2500, xM: gapM + 0.5 + i }));
const VOLVO_TILT = artic('volvo-fh-4x2', 'tilt-13.6');
const HEAVY_TANK = artic('heavy-6x4', 'cement-35');
const ROADS = ['10', '11.5'];

/** Worked by hand: road facts 4.7. */
const worked = (): Trial[] => [
  loads(
    'e1-0',
    VOLVO_TILT,
    rows(0),
    { name: 'E1: 20 t, no gap at the headboard', roadClasses: ROADS },
    { '11.5': { band: '20-50' }, '10': { band: '20-50' } },
  ),
  loads(
    'e1-1',
    VOLVO_TILT,
    rows(1),
    { name: 'E1: 20 t, gap 1 m', roadClasses: ROADS },
    { '11.5': { band: '10-20' }, '10': { band: '20-50' } },
  ),
  loads(
    'e1-2',
    VOLVO_TILT,
    rows(2),
    { name: 'E1: 20 t, gap 2 m', roadClasses: ROADS },
    { '11.5': { band: 'ok', ok: true }, '10': { band: '0-10', ok: false } },
  ),
  loads(
    'e1-3',
    VOLVO_TILT,
    rows(3),
    { name: 'E1: 20 t, gap 3 m', roadClasses: ROADS },
    { '11.5': { band: 'ok', ok: true }, '10': { band: 'ok', ok: true } },
  ),
  loads(
    'e2-full',
    HEAVY_TANK,
    [
      { massKg: 9500, xM: 1.5 },
      { massKg: 9500, xM: 4 },
      { massKg: 9000, xM: 6.5 },
    ],
    { name: 'E2: cement 28 t in three cones', roadClasses: ROADS },
    { '11.5': { band: 'ok', ok: true }, '10': { band: '0-10', worst: 'group 4+5+6' } },
  ),
  loads(
    'e2-rear',
    HEAVY_TANK,
    [
      { massKg: 9500, xM: 1.5 },
      { massKg: 9500, xM: 4 },
    ],
    { name: 'E2: rear cone empty', roadClasses: ROADS },
    { '11.5': { band: 'ok', ok: true }, '10': { band: 'ok', ok: true } },
  ),
  loads(
    'e2-front',
    HEAVY_TANK,
    [
      { massKg: 9500, xM: 4 },
      { massKg: 9000, xM: 6.5 },
    ],
    { name: 'E2: front cone empty', roadClasses: ROADS },
    { '11.5': { band: 'ok', ok: true }, '10': { band: 'ok', ok: true, worst: 'group 4+5+6' } },
  ),
  loads(
    'e3',
    rigid('silo-8x4'),
    [{ massKg: 17_000, xM: 2.65 }],
    { name: 'E3: silo 8x4 with 17 t: the gross is lawful, the bogie is not', roadClasses: ROADS },
    { '11.5': { band: '10-20', worst: 'group 3+4' }, '10': { band: '20-50', worst: 'group 3+4' } },
  ),
];

/** Road facts 4.8, tonnes by law alone on roads of 11.5, 10 and 6 t, at the stated centre of gravity. */
const TABLE: readonly [vehicle: PlanVehicle, xM: number, eleven: number, ten: number, six: number][] = [
  [rigid('kamaz-65115'), 2.39, 14.0, 11.8, 6.1],
  [rigid('kamaz-6520'), 2.78, 11.7, 9.5, 0.5],
  [rigid('kamaz-65201'), 2.7, 14.5, 11.7, 4.6],
  [rigid('maz-6501'), 2.71, 11.5, 9.3, 0.0],
  [rigid('silo-8x4'), 2.65, 13.9, 11.3, 4.8],
  [rigid('kamaz-65117-kmu'), 3.1, 12.6, 10.4, 1.9],
  [rigid('flat-4x2'), 3.35, 8.9, 7.3, 2.9],
  [artic('kamaz-5490', 'tilt-13.6'), 6.81, 25.5, 22.5, 0.0],
  [artic('volvo-fh-4x2', 'tilt-13.6'), 6.81, 25.9, 23.5, 0.3],
  [artic('volvo-fh-4x2', 'tonar-9888-curtain'), 6.83, 25.2, 22.0, 0.5],
  [artic('heavy-6x4', 'tilt-13.6'), 6.81, 27.2, 23.5, 4.2],
  [artic('kamaz-5490', 'cement-35'), 4.0, 26.1, 21.3, 0.0],
  [artic('volvo-fh-4x2', 'cement-28-alu'), 3.75, 27.7, 24.3, 1.2],
  [artic('kamaz-65116', 'cement-35'), 4.0, 28.7, 25.0, 13.7],
  [artic('heavy-6x4', 'cement-35'), 4.0, 28.7, 25.0, 3.8],
  [artic('heavy-6x4', 'cement-28-alu'), 3.75, 29.9, 26.1, 4.9],
  [artic('volvo-fh-4x2', 'tonar-sh3-33'), 4.4, 23.5, 20.0, 0.0],
  [artic('heavy-6x4', 'tonar-sh3-33'), 4.4, 23.6, 20.0, 3.1],
  [artic('heavy-6x4', 'bitumen-28'), 3.7, 27.3, 25.4, 2.6],
  [artic('volvo-fh-4x2', 'tonar-9589'), 6.79, 22.6, 18.8, 0.6],
];
const named = (vehicle: PlanVehicle): string => {
  if (typeof vehicle === 'string') return vehicle;
  return vehicle.type === 'rigid'
    ? String(vehicle.rigid)
    : `${String(vehicle.type === 'tractor_semitrailer' && vehicle.tractor)} + ${String(vehicle.trailer)}`;
};
/** The table is rounded to 100 kg. */
const about = (tonnes: number) => ({ maxPayloadKg: Math.round(tonnes * 1000), toleranceKg: 51 });

const payloads = (): Trial[] =>
  TABLE.map(([vehicle, xM, eleven, ten, six], i) =>
    payload(
      `payload-${i + 1}`,
      vehicle,
      xM,
      { name: `${named(vehicle)}: payload by law, load at ${xM} m`, layers: ['law'] },
      { '11.5': about(eleven), '10': about(ten), '6': about(six) },
    ),
  );

/** Road facts 2.3: 6 t an axle in Tatarstan in April 2025: D = 2300 + K 3.05/3.7 = 6000, K = 1600 + m (1 - 5.21/7.65). */
const seasonal = (): Trial[] => [
  payload(
    'season-tatarstan',
    VOLVO_TILT,
    6.81,
    { name: 'Spring in Tatarstan, 6 t an axle: Volvo + tilt', roadClasses: ['10'], on: '2025-04-10', region: 'Татарстан' },
    { '10': { ok: true, maxPayloadKg: 9056, toleranceKg: 2, boundBy: 'axle 2' } },
  ),
  loads(
    'season-birsk',
    VOLVO_TILT,
    [],
    {
      name: 'Spring in the Birsk district, 9 t gross: even the empty set may not go',
      roadClasses: ['10'],
      on: '2025-04-10',
      region: 'Бирский район',
    },
    { '10': { ok: false, band: 'ok' } },
  ),
];

/** The EU: five axles, 40 t: 14.1 t empty leave 25.9 t, and every axle keeps its own (road facts 6.1). */
const european = (): Trial[] => [
  payload(
    'eu-five-axles',
    VOLVO_TILT,
    6.81,
    { name: 'EU: five axles, 40 t', ruleSet: 'EU_96_53', layers: ['law'] },
    { EU_96_53: { maxPayloadKg: 25_900, boundBy: 'gross' } },
  ),
  loads(
    'eu-tandem',
    {
      type: 'rigid',
      rigid: {
        axles: [
          { xM: 0, wheels: 'single', support: 'front' },
          { xM: 4, wheels: 'twin', support: 'rear' },
          { xM: 5.3, wheels: 'twin', support: 'rear' },
        ],
        tareFrontKg: 6000,
        tareRearKg: 18_500,
        headboardXM: 1,
        bodyLengthM: 6,
      },
    },
    [],
    {
      name: 'EU: a tandem of exactly 1.30 m is in the band from 1.3 m: 19 t while neither axle has more than 9.5',
      ruleSet: 'EU_96_53',
    },
    { EU_96_53: { ok: true, band: 'ok' } },
  ),
];

const POUND_KG = 0.45359237;
const FOOT_M = 0.3048;

/** FHWA’s own example (road facts 6.2): two full tandems of 34 000 lb, their outer axles so many feet apart. */
function fiveAxles(feet: number): unknown {
  const driveM = 5;
  const lastM = driveM + feet * FOOT_M;
  const tandemM = 4.25 * FOOT_M;
  const kingpinM = driveM + tandemM / 2;
  return {
    type: 'tractor_semitrailer',
    tractor: {
      axles: [
        { xM: 0, wheels: 'single', support: 'front' },
        { xM: driveM, wheels: 'twin', support: 'rear' },
        { xM: driveM + tandemM, wheels: 'twin', support: 'rear' },
      ],
      tareFrontKg: 12_000 * POUND_KG,
      tareRearKg: 4000,
      fifthWheelXM: kingpinM,
    },
    trailer: {
      axles: [
        { xM: lastM - tandemM - kingpinM, wheels: 'twin', support: 'bogie' },
        { xM: lastM - kingpinM, wheels: 'twin', support: 'bogie' },
      ],
      tareKingpinKg: 2000,
      tareBogieKg: 4000,
      kingpinFromHeadboardM: 1,
      deckLengthM: 14,
    },
  };
}
/** Masses over the kingpin and over the bogie that fill both tandems. */
const fullTandems = (feet: number): Load[] => [
  { massKg: 34_000 * POUND_KG - 6000, xM: 1 },
  { massKg: 34_000 * POUND_KG - 4000, xM: 1 + feet * FOOT_M - 4.25 * FOOT_M },
];

const american = (): Trial[] => [
  loads(
    'us-35',
    fiveAxles(35),
    fullTandems(35),
    { name: 'US: two full tandems over 35 ft', ruleSet: 'US_federal' },
    { US_federal: { ok: false, band: '0-10', worst: 'bridge 2-5' } },
  ),
  loads(
    'us-36',
    fiveAxles(36),
    fullTandems(36),
    { name: 'US: two full tandems over 36 ft, the exception', ruleSet: 'US_federal' },
    { US_federal: { ok: true, band: 'ok' } },
  ),
];

/** Examples that come with the product, each with the verdict the facts give: they run as tests and before every change of the law. */
export const shippedTrials = (): Trial[] => [...worked(), ...payloads(), ...seasonal(), ...european(), ...american()];
