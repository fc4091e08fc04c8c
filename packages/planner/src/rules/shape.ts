import type { RoadClass, RuleSetName, VerdictKey } from '@karavan/contracts';

/** Where a number comes from and from when to when it holds; days are inclusive, null is open. */
export interface Provenance {
  source: string;
  validFrom: string | null;
  validTo: string | null;
  /** `high` where the words themselves were read; everything else has to be checked before it is relied on */
  confidence: 'high' | 'unconfirmed';
  note?: string;
}

/** Mean spacing of a group; the end named by `closed` belongs to the band, the other does not. */
export interface SpacingBand {
  loM: number;
  hiM: number | null;
  closed: 'lo' | 'hi';
}

/** Kilograms by the wheels of the axle or of the whole group. */
export interface WheelLimits {
  single: number;
  twin: number;
}
export type LimitsByKey = Partial<Record<VerdictKey, WheelLimits>>;

/** A higher limit in one cell, under a condition the vehicle or its load must meet. */
export interface Better {
  key: VerdictKey;
  limitKg: number;
  /**
   * `groupTwinAir`: every axle of the group on twin wheels and air. `drivenTwinAir`: every driven axle of the truck;
   * with `orDrivenTwinEachKg` also twin wheels alone while no driven axle carries more than that.
   */
  needs: 'groupTwinAir' | 'drivenTwinAir';
  orDrivenTwinEachKg?: number;
}

/** One axle by itself, and the most any axle inside a group may carry. */
export interface SingleAxleRow extends Provenance {
  id: string;
  driven: boolean | 'any';
  limitsKg: LimitsByKey;
}

export interface GroupRow extends Provenance {
  id: string;
  axles: number;
  orMore?: true;
  /** `axle`: the limit of the sum is so much for each axle of the group */
  per: 'group' | 'axle';
  unit: 'motor' | 'trailer' | 'any';
  band: SpacingBand;
  limitsKg: LimitsByKey;
  better?: Better;
}

export interface GrossRow extends Provenance {
  id: string;
  /** `combination`: the whole set of truck and trailer; the others each vehicle by itself */
  of: 'single' | 'combination' | 'towingTruck' | 'towedTrailer';
  axles: number;
  orMore?: true;
  limitKg: number;
  /** of `axles` in the first support: twin steer */
  steered?: number;
  /** the gross may not exceed this for each metre between first and last axle */
  perMetreKg?: number;
  better?: Better;
  /** semi-trailer of two axles with a spacing over `trailerSpacingOverM`: more, while each part keeps its own limit */
  artic?: { limitKg: number; trailerSpacingOverM: number; motorKg: number; bogieKg: number };
}

/** 500 (L N/(N-1) + 12 N + 36) pounds for every run of axles, L in whole feet. */
export interface BridgeRow extends Provenance {
  id: string;
  poundsPerStep: number;
  /** two consecutive tandems may carry this much each when first to last are so far apart */
  tandemPair: { eachKg: number; fromM: number };
}

/** Any run of axles no longer than `hiM` from first to last, whatever groups there are. */
export interface RunRow extends Provenance {
  id: string;
  loM: number;
  hiM: number;
  limitKg: number;
}

/** One edition of one law. */
export interface RuleSet extends Provenance {
  /** of the edition; the rows of its tables begin with it */
  id: string;
  name: RuleSetName;
  title: { ru: string; en: string };
  keys: readonly VerdictKey[];
  closeAxleMaxSpacingM: number;
  /** whether the last axles of a truck and the first of its trailer may make one group */
  groupsCrossUnits: boolean;
  /** a group with single and twin wheels takes this column */
  mixedWheels: 'single';
  singleAxles: readonly SingleAxleRow[];
  groups: readonly GroupRow[];
  runs: readonly RunRow[];
  gross: readonly GrossRow[];
  bridge?: BridgeRow;
  /** the least the steered axles carry, share of the truck's own mass on the road; 0: not less than nothing */
  minSteerShare: Provenance & { share: number };
  /** the least the driven axles carry in international traffic, share of the gross */
  minDrivenShare?: Provenance & { share: number };
}

/** Overload bands and what they cost, RUB from-to; a part of the fine is named where the code has one. */
export interface FineBand extends Provenance {
  id: string;
  band: '0-10' | '10-20' | '20-50' | '>50';
  part: number | null;
  ownerRub: readonly [number, number];
}

export interface LoaderFine extends Provenance {
  id: string;
  part: number;
  soleTraderRub: readonly [number, number];
  companyRub: readonly [number, number];
}

/** What one act allows on roads of these classes; each number is for every axle, also inside a group. */
export interface SeasonLimit {
  /** default: every class */
  roadClasses?: readonly RoadClass[];
  axleKg?: { single: number; tandem: number; tridem: number };
  grossKg?: number;
}

export interface SeasonalAct extends Provenance {
  id: string;
  /** as people and acts write it; compared without case, punctuation and the words for region and district */
  regions: readonly string[];
  roads: string;
  kind: 'spring' | 'summer' | 'autumn' | 'emergency';
  from: string | null;
  to: string | null;
  status: 'plan' | 'inForce';
  /** binds only above this air temperature */
  aboveC?: number;
  /** binds only in these local hours, [from, to); over midnight where `to` is the earlier one */
  hours?: readonly [from: string, to: string];
  limits: readonly SeasonLimit[];
  exemptCargo: readonly string[];
  exceptRoads?: readonly string[];
}

/** Everything the law says, as one value: what the functions take by default and an installation may replace. */
export interface LawBook {
  ruleSets: readonly RuleSet[];
  seasons: readonly SeasonalAct[];
  /** what an exempt cargo may be called */
  cargoWords: Readonly<Record<string, readonly string[]>>;
  fines: readonly FineBand[];
  loaderFine: LoaderFine;
}
