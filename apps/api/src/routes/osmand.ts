import type { IncomingMessage, RequestListener } from 'node:http';
import { parse } from 'node:querystring';
import { AppError } from '@karavan/runtime';
import { decodeOsmand } from '@karavan/telematics';
import type { Deps, PositionsIntake } from '@karavan/usecases';
import express, { type RequestHandler, Router } from 'express';

export const OSMAND_PATH = '/api/v1/ingest/osmand';

/** What a device hears when its position was kept but is of no use as a place. */
const SET_ASIDE = {
  zero: 'lat and lon are both 0: the receiver had no fix',
  future: 'timestamp lies in the future: set the clock of the device',
} as const;

/**
 * The OsmAnd / Traccar Client door: GET or POST, query, form or JSON. The answer goes out after commit. A position that
 * the filter set aside for a fault of the sender is kept and told so with 422; an unknown device gets 200.
 */
function osmandHandler(deps: Deps, intake: PositionsIntake): RequestHandler {
  return async (req, res) => {
    const fault = faults.get(req);
    if (fault !== undefined) throw fault;
    const body: unknown = req.body;
    await takeIn({ ...(typeof body === 'object' ? body : {}), ...req.query }, { deps, intake });
    res.status(200).end();
  };
}

async function takeIn(
  message: Readonly<Record<string, unknown>>,
  { deps, intake }: { deps: Deps; intake: PositionsIntake },
): Promise<void> {
  const { readings, rejects } = decodeOsmand(message, deps.clock());
  const [reading] = readings;
  if (reading === undefined) {
    const detail = rejects.map((error) => `${error.path}: ${error.message}`).join('; ');
    throw new AppError('BAD_INPUT', detail, { errors: rejects });
  }
  const { filtered } = await intake.take(reading);
  if (filtered === 'zero' || filtered === 'future')
    throw new AppError(
      'UNPROCESSABLE',
      `Kept in the history of the device and set aside (${filtered}): ${SET_ASIDE[filtered]}. Do not send it again.`,
      {
        errors: [{ path: filtered === 'zero' ? 'lat' : 'timestamp', message: SET_ASIDE[filtered] }],
      },
    );
}

export function osmandRouter(deps: Deps, intake: PositionsIntake): Router {
  const router = Router();
  const bodies = [express.json({ limit: '64kb' }), express.urlencoded({ extended: false, limit: '64kb' })];
  router.get('/', osmandHandler(deps, intake));
  router.post('/', ...bodies, osmandHandler(deps, intake));
  return router;
}

/** What went wrong with a request before the application got it. */
const faults = new WeakMap<IncomingMessage, unknown>();

/**
 * The same door for what most devices send, a GET with everything in the query, past the layers of the application, which cost
 * more than storing the position. Whatever else comes, and whatever goes wrong, is the application's to answer.
 */
export function osmandDoor(input: {
  deps: Deps;
  intake: PositionsIntake;
  /** where it stands, with the `?` */
  at: string;
  app: RequestListener;
  /** called at the beginning; what it gives is called when it is answered */
  measure?: ((method: string) => (status: number) => void) | undefined;
}): RequestListener {
  const { at, app, measure } = input;
  return (req, res) => {
    const { method = '', url = '' } = req;
    if (method !== 'GET' || !url.startsWith(at)) return app(req, res);
    const answered = measure?.(method);
    takeIn(parse(url.slice(at.length)), input).then(
      () => {
        res.writeHead(200, HEADERS).end();
        answered?.(200);
      },
      (error: unknown) => {
        faults.set(req, error);
        app(req, res);
      },
    );
  };
}

const HEADERS = { 'cache-control': 'private, no-store', 'content-length': 0 };
