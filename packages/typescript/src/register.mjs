// `node --import @karavan/typescript main.ts`: newer Node.js runs TypeScript by itself, Node.js 20 through the hook beside this file.
import { register } from 'node:module';

if (!process.features.typescript) {
  process.setSourceMapsEnabled(true);
  register('./erase-types.mjs', import.meta.url);
}
