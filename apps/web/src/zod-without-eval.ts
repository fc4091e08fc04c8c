/**
 * Loaded before anything else. Zod compiles its schemas with `new Function` where it can; a page under a strict
 * content security policy cannot, and even the attempt is reported as a violation.
 */
declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}
globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true };

export {};
