export { type Decoded, decodeOsmand } from './osmand/decode.ts';
