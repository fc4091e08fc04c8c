import { CentreAxleTrailer, DrawbarTrailer, type PlanAxle, RigidTruck, Semitrailer, TractorTruck } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { heldBy, type Support } from './statics.ts';

/**
 * Schemas stand where requests come in; whoever calls a function of this folder himself may bring what no formula can take.
 * Whether a unit is sound is seen in a glance; what is wrong with one that is not, the schema of its kind says in words.
 */
const MOST_M = 100;
const MOST_KG = 1_000_000;
const LEAST_BASE_M = 1e-6;

const isPlace = (xM: number | undefined): boolean => xM === undefined || (xM >= -MOST_M && xM <= MOST_M);
const isLength = (lengthM: number): boolean => lengthM > 0 && lengthM <= MOST_M;
export const isMass = (massKg: number): boolean => massKg >= 0 && massKg <= MOST_KG;

interface AnyUnit {
  axles: readonly PlanAxle[];
  extras?: readonly { massKg: number; xM: number }[] | undefined;
  techKg?: object | undefined;
}

function isSound({ axles, extras, techKg }: AnyUnit, first: Support, second?: Support): boolean {
  let beforeM = Number.NEGATIVE_INFINITY;
  for (const { xM, share } of axles) {
    if (!(xM > beforeM) || !isPlace(xM) || !(share === undefined || (share > 0 && share <= 1000))) return false;
    beforeM = xM;
  }
  if (extras !== undefined) for (const { massKg, xM } of extras) if (!isMass(massKg) || !isPlace(xM)) return false;
  if (techKg !== undefined) for (const rating of Object.values(techKg)) if (rating !== undefined && !isMass(rating)) return false;
  const on = { axles, before: 0, lifted: [] };
  const [front, rear] = [second === undefined ? 0 : heldBy(on, first)?.weighedM, heldBy(on, second ?? first)?.weighedM];
  return front !== undefined && rear !== undefined && rear - front > LEAST_BASE_M;
}

export function checkRigid(unit: RigidTruck, path: string): void {
  const isFine =
    isMass(unit.tareFrontKg) &&
    isMass(unit.tareRearKg) &&
    isPlace(unit.headboardXM) &&
    isPlace(unit.hitchXM) &&
    isLength(unit.bodyLengthM) &&
    isSound(unit, 'front', 'rear');
  if (!isFine) throw named(RigidTruck.safeParse(unit), path);
}

export function checkTractor(unit: TractorTruck, path: string): void {
  const isFine =
    isMass(unit.tareFrontKg) && isMass(unit.tareRearKg) && isPlace(unit.fifthWheelXM) && isSound(unit, 'front', 'rear');
  if (!isFine) throw named(TractorTruck.safeParse(unit), path);
}

export function checkSemitrailer(unit: Semitrailer, path: string): void {
  if (!isOnPin(unit)) throw named(Semitrailer.safeParse(unit), path);
}

export function checkTowed(unit: DrawbarTrailer | CentreAxleTrailer, path: string): void {
  if ('tareKingpinKg' in unit) {
    if (!isOnPin(unit) || !isPlace(unit.hitchXM)) throw named(CentreAxleTrailer.safeParse(unit), path);
    return;
  }
  const isFine =
    isMass(unit.tareFrontKg) &&
    isMass(unit.tareRearKg) &&
    isPlace(unit.headboardXM) &&
    isLength(unit.deckLengthM) &&
    (unit.drawbarLengthM === undefined || isLength(unit.drawbarLengthM)) &&
    isSound(unit, 'front', 'rear');
  if (!isFine) throw named(DrawbarTrailer.safeParse(unit), path);
}

const isOnPin = (unit: Semitrailer | CentreAxleTrailer): boolean =>
  isMass(unit.tareKingpinKg) &&
  isMass(unit.tareBogieKg) &&
  isPlace(unit.kingpinFromHeadboardM) &&
  isLength(unit.deckLengthM) &&
  isSound(unit, 'bogie');

interface Parsed {
  error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } | undefined;
}

function named({ error }: Parsed, path: string): InputError {
  const issues = error?.issues.map((issue) => ({ path: [path, ...issue.path].map(String).join('.'), message: issue.message }));
  return new InputError(issues ?? [{ path, message: 'no vehicle stands on these numbers' }]);
}
