import type { PlanLoad, VehicleShape } from '@karavan/contracts';
import type { OracleAxle, OracleSet, OracleUnit } from './oracle.fixture.ts';

type Draw = () => number;

/** Reproducible draws in [0, 1): mulberry32. */
export function drawsFrom(seed: number): Draw {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const whole = (draw: Draw, min: number, max: number) => min + Math.floor(draw() * (max - min + 1));
const metres = (draw: Draw, min: number, max: number) => whole(draw, min * 100, max * 100) / 100;
const oneOf = <T>(draw: Draw, values: readonly T[]): T => values[whole(draw, 0, values.length - 1)] as T;
const many = <T>(draw: Draw, most: number, make: () => T): T[] => Array.from({ length: whole(draw, 0, most) }, make);
const cm = (xM: number) => Math.round(xM * 100) / 100;
/** Half of them exactly at the end of a band. */
const spacing = (draw: Draw) => (draw() < 0.5 ? metres(draw, 0.8, 3.2) : oneOf(draw, [1, 1.3, 1.31, 1.8, 2.5, 2.51]));

function axlesFor(
  draw: Draw,
  support: OracleAxle['support'],
  { startM, least, most }: { startM: number; least: number; most: number },
) {
  const uneven = draw() < 0.25;
  const axles: OracleAxle[] = [];
  let xM = startM;
  for (let i = 0, count = whole(draw, least, most); i < count; i++) {
    axles.push({
      xM: cm(xM),
      wheels: oneOf(draw, ['single', 'twin']),
      support,
      suspension: oneOf(draw, ['air', 'other']),
      ...(uneven ? { share: metres(draw, 0.5, 2) } : {}),
      up: i > 0 && draw() < 0.17,
    });
    xM += spacing(draw);
  }
  return axles;
}

const extras = (draw: Draw) => many(draw, 2, () => ({ what: 'box', massKg: whole(draw, 0, 1500), xM: metres(draw, -1, 8) }));
const loads = (draw: Draw) => many(draw, 6, () => ({ massKg: whole(draw, 0, 6000), xM: metres(draw, 0, 8) }));

function onTwoSupports(draw: Draw): OracleUnit {
  const front = axlesFor(draw, 'front', { startM: 0, least: 1, most: 2 });
  const behindM = (front.at(-1)?.xM ?? 0) + metres(draw, 1.5, 5);
  const axles = [...front, ...axlesFor(draw, 'rear', { startM: behindM, least: 1, most: 3 })];
  return { axles, tare: [whole(draw, 3000, 9000), whole(draw, 2000, 9000)], extras: extras(draw), loads: [], pin: false };
}

function onPin(draw: Draw): OracleUnit {
  const axles = axlesFor(draw, 'bogie', { startM: metres(draw, 3, 8), least: 1, most: 5 });
  return { axles, tare: [whole(draw, 300, 3000), whole(draw, 2000, 9000)], extras: extras(draw), loads: [], pin: true };
}

/** A vehicle as the oracle has it and as a request has it; deck and loads are 8 m. */
export interface AnySet {
  oracle: OracleSet;
  vehicle: VehicleShape;
  loads: PlanLoad[];
  lifted: number[];
  /** of every axle; a drawbar trailer stands far behind its truck */
  positions: number[];
}

/** A rigid, an articulated set, or a truck with a drawbar or centre-axle trailer; undefined where the axles would overlap. */
export function anySet(seed: number): AnySet | undefined {
  const draw = drawsFrom(seed);
  const type = oneOf(draw, ['rigid', 'semi', 'drawbar', 'centreAxle'] as const);
  const motor = onTwoSupports(draw);
  const headM = metres(draw, -1, 3);
  const [loadA, loadB] = [loads(draw), loads(draw)];
  const lastM = motor.axles.at(-1)?.xM ?? 0;
  const rigid = { ...spelled(motor), headboardXM: headM, bodyLengthM: 8 };
  const loaded = (unit: OracleUnit, on: typeof loadA, shiftM: number) => ({
    ...unit,
    loads: on.map(({ massKg, xM }) => ({ massKg, xM: xM + shiftM })),
  });
  const named = [
    ...loadA.map((load) => ({ ...load, unit: 'rigid' as const })),
    ...loadB.map((load) => ({ ...load, unit: 'trailer' as const })),
  ];
  if (type === 'rigid')
    return checked({ oracle: { motor: loaded(motor, loadA, headM) }, vehicle: { type: 'rigid', rigid }, loads: loadA }, 0);
  if (type === 'drawbar') {
    const towed = onTwoSupports(draw);
    const trailer = { ...spelled(towed), headboardXM: headM, deckLengthM: 8 };
    const oracle = { motor: loaded(motor, loadA, headM), trailer: loaded(towed, loadB, headM) };
    return checked({ oracle, vehicle: { type: 'truck_drawbar', rigid, trailer }, loads: named }, lastM + 1000);
  }
  const pin = onPin(draw);
  const pinAtM = type === 'semi' ? metres(draw, 1, 6) : lastM + 1;
  const trailer = { ...spelledOnPin(pin), kingpinFromHeadboardM: headM, deckLengthM: 8 };
  if (type === 'semi') {
    const tractor = { ...spelled(motor), fifthWheelXM: pinAtM };
    const oracle = { motor, trailer: loaded(pin, loadA, -headM), pinAtM };
    return checked({ oracle, vehicle: { type: 'tractor_semitrailer', tractor, trailer }, loads: loadA }, pinAtM);
  }
  const oracle = { motor: loaded(motor, loadA, headM), trailer: loaded(pin, loadB, -headM), pinAtM };
  return checked(
    { oracle, vehicle: { type: 'truck_drawbar', rigid, trailer: { ...trailer, hitchXM: pinAtM } }, loads: named },
    pinAtM,
  );
}

const bare = ({ axles, extras: given }: OracleUnit) => ({ axles: axles.map(({ up: _, ...axle }) => axle), extras: given });
const spelled = (unit: OracleUnit) => ({ ...bare(unit), tareFrontKg: unit.tare[0], tareRearKg: unit.tare[1] });
const spelledOnPin = (unit: OracleUnit) => ({ ...bare(unit), tareKingpinKg: unit.tare[0], tareBogieKg: unit.tare[1] });

function checked(set: Pick<AnySet, 'oracle' | 'vehicle' | 'loads'>, trailerAtM: number): AnySet | undefined {
  const { motor, trailer } = set.oracle;
  const positions = [...motor.axles.map(({ xM }) => xM), ...(trailer?.axles ?? []).map(({ xM }) => xM + trailerAtM)];
  if (positions.some((xM, i) => i > 0 && xM <= (positions[i - 1] as number))) return undefined;
  const lifted = [...motor.axles, ...(trailer?.axles ?? [])].flatMap(({ up }, i) => (up ? [i + 1] : []));
  return { ...set, lifted, positions };
}
