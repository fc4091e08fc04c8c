import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Deps, type Leased, type Outcome, secretOf } from '@karavan/usecases';
import { Webhook } from 'standardwebhooks';
import { PrivateAddressError, publicLookup, refusePrivateHost } from './address-guard.ts';

const TIMEOUT_MS = 10_000;
const TYPE_OF = { opened: 'alert.opened', ended: 'alert.ended', test: 'test' } as const;

export interface WebhookOptions {
  /** addresses of private networks may be called */
  allowPrivate: boolean;
  signal: AbortSignal;
}

/** Sends one message, signed as Standard Webhooks has it; the id is the same however often it is sent. */
export async function sendWebhook(deps: Deps, message: Leased, options: WebhookOptions): Promise<Outcome> {
  try {
    const at = deps.clock();
    const body = JSON.stringify({ type: TYPE_OF[message.change], timestamp: message.createdAt, data: message.payload });
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Karavan',
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secretOf(deps, message)).sign(message.id, at, body),
    };
    return judge(await post({ url: new URL(message.recipient), headers, body, ...options }));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { ok: false, error: text || 'the connection failed', permanent: error instanceof PrivateAddressError };
  }
}

function judge(status: number): Outcome {
  if (status >= 200 && status < 300) return { ok: true };
  if (status === 410) return { ok: false, error: 'answered 410: it wants no more messages', permanent: true };
  if (status >= 300 && status < 400) return { ok: false, error: `answered ${status}: redirects are not followed` };
  return { ok: false, error: `answered ${status}` };
}

/** The status of the answer. Follows no redirect, reads no body, and waits for at most ten seconds in all. */
function post(input: WebhookOptions & { url: URL; headers: Record<string, string>; body: string }): Promise<number> {
  const { url, headers, body, allowPrivate } = input;
  if (!allowPrivate) refusePrivateHost(url.hostname);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.any([timeout, input.signal]),
      ...(allowPrivate ? {} : { lookup: publicLookup }),
    });
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.on('error', () => undefined); // what it says after its status is of no interest
      response.destroy();
    });
    request.on('error', (error) => reject(timeout.aborted ? new Error(`did not answer within ${TIMEOUT_MS / 1000} s`) : error));
    request.end(body);
  });
}
