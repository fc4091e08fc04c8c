export { advanceFences, type Fences, type FencesOfAsset } from './advance-fences.ts';
export { type CompiledShape, compileShape, flawOf } from './compile.ts';
export { indexFences } from './fence-index.ts';
export { type Crossing, type Fence, type Fix, type Presence, type Seen, stepFence } from './presence.ts';
