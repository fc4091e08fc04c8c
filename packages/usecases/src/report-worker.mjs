// A thread does not inherit the TypeScript hook of its parent; this registers one and goes on in TypeScript.
import '@karavan/typescript';

await import('./report-worker.ts');
