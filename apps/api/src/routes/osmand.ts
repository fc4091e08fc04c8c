import { AppError } from '@karavan/runtime';
import { decodeOsmand } from '@karavan/telematics';
import type { Deps, PositionsIntake } from '@karavan/usecases';
import express, { type RequestHandler, Router } from 'express';

/** What a device hears when its position was kept but is of no use as a place. */
const SET_ASIDE = {
  zero: 'lat and lon are both 0: the receiver had no fix',
  future: 'timestamp lies in the future: set the clock of the device',
} as const;

/**
 * The OsmAnd / Traccar Client door: GET or POST, query, form or JSON. The answer goes out after commit. A position that
 * the filter set aside for a fault of the sender is kept and told so with 422; an unknown device gets 200.
 */
export function osmandHandler(deps: Deps, intake: PositionsIntake): RequestHandler {
  return async (req, res) => {
    const body: unknown = req.body;
    const message = { ...(typeof body === 'object' ? body : {}), ...req.query };
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
    res.status(200).end();
  };
}

export function osmandRouter(deps: Deps, intake: PositionsIntake): Router {
  const router = Router();
  const bodies = [express.json({ limit: '64kb' }), express.urlencoded({ extended: false, limit: '64kb' })];
  router.get('/', osmandHandler(deps, intake));
  router.post('/', ...bodies, osmandHandler(deps, intake));
  return router;
}
