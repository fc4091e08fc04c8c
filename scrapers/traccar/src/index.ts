export { createTraccarReader, type TraccarOptions } from './fetch.ts';
export { parsePositions } from './parse.ts';
