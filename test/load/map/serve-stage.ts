import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const HTML = '<!doctype html><meta charset="utf-8"><style>.truck{background:#0b6e46;border-radius:14px}</style>';
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
/** As the product's own page. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:";

/** The stage as a page of its own: our layer, its thread and Leaflet as the product's bundler packs them, under the product's policy. */
export async function serveStage(): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'karavan-map-'));
  const root = path.dirname(fileURLToPath(import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: { input: path.join(root, 'stage.ts'), output: { entryFileNames: 'stage.js' } },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  await writeFile(
    path.join(folder, 'leaflet.css'),
    await readFile(fileURLToPath(import.meta.resolve('leaflet/dist/leaflet.css'))),
  );
  await writeFile(
    path.join(folder, 'index.html'),
    `${HTML}<link rel="stylesheet" href="/leaflet.css"><body></body><script type="module" src="/stage.js"></script>`,
  );
  const server = createServer((request, response) => void serve(folder, request.url ?? '/', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function serve(folder: string, url: string, response: ServerResponse): Promise<void> {
  const name = path.normalize(new URL(url, 'http://stage').pathname);
  const file = path.join(folder, name === '/' ? 'index.html' : name);
  if (!existsSync(file)) return void response.writeHead(404).end();
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(await readFile(file));
}
