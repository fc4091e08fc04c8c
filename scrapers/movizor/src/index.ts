export { createMovizorReader, type MovizorOptions } from './fetch.ts';
export { parseMovizor } from './parse.ts';
