import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { AppError } from '@karavan/runtime';
import type { Request } from 'express';
import { expect, test } from 'vitest';
import { readUpload } from './upload.ts';

test('a client that goes away in the middle of the body is answered, not waited for', async () => {
  const outcomes: Promise<unknown>[] = [];
  const server = createServer((req) => {
    outcomes.push(readUpload(req as Request).catch((error: unknown) => error));
    req.once('data', () => client.destroy()); // the rest never comes
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf of a rep';
  client.write(
    `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 100000\r\n\r\n${part}`,
  );
  await once(client, 'close');
  const [outcome] = await Promise.all(outcomes);
  server.close();
  expect(outcome).toBeInstanceOf(AppError);
  expect(outcome).toMatchObject({ code: 'BAD_INPUT' });
});
