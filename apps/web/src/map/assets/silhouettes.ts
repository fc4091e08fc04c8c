import type { AssetState } from '@karavan/contracts';
import type { MarkerState } from '../../theme/palette.ts';

/**
 * Our own vector shapes, drawn both on the canvas and in the page, all around the origin. A silhouette says what it is,
 * the plate below it says how it is: circle moving, square standing, octagon abandoned, pin arrived, ring unknown.
 */
export const SILHOUETTES: Record<AssetState['kind'] | 'train', string> = {
  // a long symmetric body of four panels, couplers at both ends, two bogies of two wheels
  wagon:
    'M-8-5.4H-4.4V1.4H-8ZM-3.7-5.4H-.35V1.4H-3.7ZM.35-5.4H3.7V1.4H.35ZM4.4-5.4H8V1.4H4.4ZM-9.4 2H9.4V3.3H-9.4Z' +
    'M-7.6 5.1a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0ZM-4.3 5.1a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0Z' +
    'M1.3 5.1a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0ZM4.6 5.1a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0Z',
  // a locomotive from the front: two windows, a lamp between the buffers, the wheels on the rails
  train:
    'M-5.5-8H5.5A2.5 2.5 0 0 1 8-5.5V3A2.5 2.5 0 0 1 5.5 5.5H-5.5A2.5 2.5 0 0 1-8 3V-5.5A2.5 2.5 0 0 1-5.5-8Z' +
    'M-6-5.8V-.8H-.9V-5.8ZM.9-5.8V-.8H6V-5.8ZM-1.6 2.3a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0Z' +
    'M-7 6.8H-2.6V8.4H-7ZM2.6 6.8H7V8.4H2.6Z',
  // a box, a gap, a cab with a slanted windscreen, three wheels of which one is far ahead
  truck:
    'M-9-5.5H2V3H-9ZM3.2-2.8H6.4L9 .4V3H3.2Z' +
    'M-7.4 4.9a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0-3.8 0ZM-3.2 4.9a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0-3.8 0Z' +
    'M4.2 4.9a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0-3.8 0Z',
  // a bare box with its corrugation
  container: 'M-8.5-4.5H-6V4.5H-8.5ZM-4.8-4.5H-2.3V4.5H-4.8ZM-1.2-4.5H1.3V4.5H-1.2ZM2.4-4.5H4.9V4.5H2.4ZM6-4.5H8.5V4.5H6Z',
  // a dot that sends waves
  device:
    'M-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0ZM4.2-5.4A7 7 0 0 1 4.2 5.4L3 4A5.2 5.2 0 0 0 3-4Z' +
    'M-4.2-5.4A7 7 0 0 0-4.2 5.4L-3 4A5.2 5.2 0 0 1-3-4Z',
};

/** A crate: an order or a shipment, in lists. */
export const CRATE = 'M-7.5-6.5H7.5V-3.2H-7.5ZM-6.6-2.2H-2V.6H2V-2.2H6.6V6.5H-6.6Z';

export const PLATES: Record<MarkerState, string> = {
  moving: 'M-13 0a13 13 0 1 0 26 0a13 13 0 1 0-26 0Z',
  standing: 'M-9-12H9A3 3 0 0 1 12-9V9A3 3 0 0 1 9 12H-9A3 3 0 0 1-12 9V-9A3 3 0 0 1-9-12Z',
  abandoned: 'M-5.4-13H5.4L13-5.4V5.4L5.4 13H-5.4L-13 5.4V-5.4Z',
  arrived: 'M-9-12H9A3 3 0 0 1 12-9V8.5L3.6 11L0 16.5L-3.6 11L-12 8.5V-9A3 3 0 0 1-9-12Z',
  unknown: 'M-12.5 0a12.5 12.5 0 1 0 25 0a12.5 12.5 0 1 0-25 0Z',
};

/** Points north; turned about the plate's centre to the course. */
export const HEADING = 'M0-25L5.8-14.6A15.7 15.7 0 0 0-5.8-14.6Z';

export const LATE_MARK = 'M10.5-17.5L16.5-7H4.5Z';
