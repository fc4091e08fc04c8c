// A thread does not inherit the TypeScript loader of its parent; this registers one and goes on in TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./report-worker.ts');
