import http from 'node:http';
import type { LoginReply } from '@karavan/contracts';
import type { z } from 'zod';
import { PASSWORD } from './installation.ts';

export interface Answer {
  status: number;
  body: string;
  /** from the call to the last byte of the answer */
  ms: number;
}

/** Plain requests over connections that stay open, as a browser or a device gateway keeps them. */
export interface HttpClient {
  get(path: string, headers?: http.OutgoingHttpHeaders): Promise<Answer>;
  post(path: string, body: unknown, headers?: http.OutgoingHttpHeaders): Promise<Answer>;
  delete(path: string, headers?: http.OutgoingHttpHeaders): Promise<Answer>;
  close(): void;
}

export function openHttp(input: { url: string; connections: number }): HttpClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: input.connections, noDelay: true });
  function request(options: http.RequestOptions & { path: string }, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const call = http.request(input.url + options.path, { ...options, agent }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', reject);
        reply.on('end', () => {
          const ms = performance.now() - started;
          resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString(), ms });
        });
      });
      call.on('error', reject);
      call.end(body);
    });
  }
  return {
    get: (path, headers = {}) => request({ path, headers }),
    post: (path, body, headers = {}) =>
      request({ path, method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, JSON.stringify(body)),
    delete: (path, headers = {}) => request({ path, method: 'DELETE', headers }),
    close: () => agent.destroy(),
  };
}

/** @returns the bearer token */
export async function signIn(client: HttpClient, email: string): Promise<string> {
  const reply = await client.post('/api/v1/auth/login', { email, password: PASSWORD });
  if (reply.status !== 200) throw new Error(`${email} could not sign in: ${reply.status} ${reply.body}`);
  return (JSON.parse(reply.body) as z.infer<typeof LoginReply>).token;
}
