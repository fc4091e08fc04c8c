export { createWialonReader, type WialonOptions } from './fetch.ts';
export { parseMessages } from './parse.ts';
