/** A stand-in for the railway's web service: takes the SOAP request for SPV4664 and answers as the real one is known to. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Spv4664ServerOptions {
  userId: string;
  /** fields of a row by wagon, as `reference SPV4664` names them; undefined for a wagon the user may not see */
  row: (wagon: string) => Readonly<Record<string, string>> | undefined;
  /** every wagon the user may see, for a request without a list */
  wagons: () => readonly string[];
  /** more wagons in one request are refused */
  mostWagons?: number;
  port?: number;
}

export interface Spv4664Server {
  url: string;
  /** how many wagons each request named */
  requests: readonly number[];
  /** what is answered instead, from now on */
  answerWith(answer: { status: number; body: string } | undefined): void;
  stop(): Promise<void>;
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export async function startSpv4664Server(options: Spv4664ServerOptions): Promise<Spv4664Server> {
  const requests: number[] = [];
  let instead: { status: number; body: string } | undefined;
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const { status, body } = instead ?? { status: 200, body: reply(text) };
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(body);
  });

  function reply(request: string): string {
    const userId = /<idUser>([^<]*)<\/idUser>/.exec(request)?.[1];
    const named = [...request.matchAll(/<vagon>(\d{8})<\/vagon>/g)].map((match) => match[1] ?? '');
    requests.push(named.length);
    if (userId !== options.userId)
      return envelope('<error><errorMessage>Нет прав доступа: неизвестный idUser</errorMessage></error>');
    if (options.mostWagons !== undefined && named.length > options.mostWagons)
      return envelope(`<error><errorMessage>Не более ${options.mostWagons} вагонов в запросе</errorMessage></error>`);
    const rows = (named.length > 0 ? named : options.wagons()).flatMap((wagon) => {
      const row = options.row(wagon);
      if (row === undefined) return [];
      const fields = Object.entries(row).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
      return [`<row>${fields.join('')}</row>`];
    });
    return envelope(`<?xml version="1.0" encoding="UTF-8"?><referenceSPV4664>${rows.join('')}</referenceSPV4664>`);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/siw`,
    requests,
    answerWith: (answer) => {
      instead = answer;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The inner document is text of the outer one. */
const envelope = (inner: string): string =>
  [
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>',
    '<ns:GetInformResponse xmlns:ns="http://service.siw.pktbcki.rzd/"><return><ASOUPReply>',
    escapeXml(inner),
    '</ASOUPReply></return></ns:GetInformResponse></soapenv:Body></soapenv:Envelope>',
  ].join('');

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
