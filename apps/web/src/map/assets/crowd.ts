import type { FleetChange, FleetStore } from '../../live/fleet-store.ts';
import { markerState } from '../../live/marker-state.ts';
import { epochMsOf } from '../../live/merge.ts';
import { wantsNoMotion } from '../../ui/media.ts';
import type { Mercator } from '../mercator.ts';
import { type Body, createBody, goalOf, hasPlace, type Placed, placeOf, toMercator } from './body.ts';
import { isOver, legAt, planMotion } from './motion.ts';

const EQUATOR_M = 40_075_017;
const RADIANS = Math.PI / 180;
/** A marker that has gone so far from where it was clustered may belong to another cluster; where nothing is clustered, come into sight. */
const STRAYED_PX = { clustered: 6, single: 200 };

export interface CrowdSight {
  /** the world's size in pixels */
  world: number;
  isClustered: boolean;
  now: number;
}

/** All markers of a fleet and their motion. Who paints them reads here what must be stamped anew. */
export class Crowd {
  readonly #bodies = new Map<string, Body>();
  readonly #moving = new Set<Body>();
  /** on a way with corners: when the leg each of them is on ends */
  readonly #turning = new Map<Body, number>();
  readonly #dirty = new Set<Body>();
  readonly #fleet: FleetStore;
  #arrived: Body[] = [];
  #strayed = false;

  constructor(fleet: FleetStore) {
    this.#fleet = fleet;
  }

  get(id: string): Body | undefined {
    return this.#bodies.get(id);
  }

  all(): Iterable<Body> {
    return this.#bodies.values();
  }

  moving(): Iterable<Body> {
    return this.#moving;
  }

  /** Takes what changed. */
  take({ ids }: Pick<FleetChange, 'ids'>, sight: CrowdSight): void {
    for (const id of ids) {
      const asset = this.#fleet.get(id);
      if (!asset || !hasPlace(asset)) this.#drop(id);
      else this.#update(asset, sight);
    }
  }

  /** Ends what has arrived and turns what is at a corner. */
  advance(now: number): void {
    for (const body of this.#moving) {
      if (!body.motion || !isOver(body.motion, now)) continue;
      placeOf(body, now);
      body.motion = null;
      body.restsSince = null;
      this.#moving.delete(body);
      this.#turning.delete(body);
      this.#arrived.push(body);
    }
    for (const [body, turnsAt] of this.#turning) {
      if (now < turnsAt) continue;
      this.#turn(body, now);
      this.#dirty.add(body);
    }
  }

  /** Whose stamps are no longer right, since the last question. */
  takeDirty(): Body[] {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    return dirty;
  }

  /** Who has come to the end of his way since the last question: his stamps say so already. */
  takeArrived(): Body[] {
    const arrived = this.#arrived;
    this.#arrived = [];
    return arrived;
  }

  /** Whether somebody has gone far since the last question. */
  takeStrayed(): boolean {
    const strayed = this.#strayed;
    this.#strayed = false;
    return strayed;
  }

  #drop(id: string): void {
    const body = this.#bodies.get(id);
    if (!body) return;
    for (const kept of [this.#moving, this.#turning, this.#dirty]) kept.delete(body);
    this.#bodies.delete(id);
  }

  #update(asset: Placed, sight: CrowdSight): void {
    const late = this.#fleet.isLate(asset);
    const body = this.#bodies.get(asset.id);
    if (!body) {
      this.#bodies.set(asset.id, createBody(asset, late));
      return;
    }
    const before = body.asset.position;
    body.asset = asset;
    body.state = markerState(asset);
    body.late = late;
    this.#dirty.add(body);
    const { lat, lon, at } = asset.position;
    if (!before || (before.lat === lat && before.lon === lon)) return;
    this.#send(body, { to: toMercator(asset.position), intervalMs: epochMsOf(at) - epochMsOf(before.at), lat }, sight);
  }

  #send(
    body: Body,
    { to: target, intervalMs, lat }: { to: Mercator; intervalMs: number; lat: number },
    { world, isClustered, now }: CrowdSight,
  ): void {
    const [from, { clustered }] = [goalOf(body), body];
    const far = isClustered ? STRAYED_PX.clustered : STRAYED_PX.single;
    this.#strayed ||= Math.hypot(target.x - clustered.x, target.y - clustered.y) * world > far;
    const distanceM = Math.hypot(target.x - from.x, target.y - from.y) * EQUATOR_M * Math.cos(lat * RADIANS);
    const shown = placeOf(body, now);
    const pixels = Math.hypot(target.x - shown.x, target.y - shown.y) * world;
    // a wagon is known at its stations and nowhere in between
    const still = body.asset.kind === 'wagon' || document.hidden || wantsNoMotion();
    body.motion = planMotion({ shown, current: body.motion, target, distanceM, intervalMs, pixels, now, still });
    if (body.motion) {
      this.#moving.add(body);
      this.#turn(body, now);
      return;
    }
    body.restsSince = null;
    [shown.x, shown.y] = [target.x, target.y];
    this.#moving.delete(body);
    this.#turning.delete(body);
  }

  #turn(body: Body, now: number): void {
    if (!body.motion || body.motion.way.length <= 2) return void this.#turning.delete(body);
    const { startedAt, durationMs, to } = legAt(body.motion, now);
    if (to === body.motion.to) this.#turning.delete(body);
    else this.#turning.set(body, startedAt + durationMs);
  }
}
