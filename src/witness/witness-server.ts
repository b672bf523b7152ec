import { createServer, type IncomingMessage, type Server } from 'node:http';

import type { WitnessState } from './witness-state';

/** More than 63 hashes and a checkpoint with all its signatures. */
const MOST_BYTES = 64 * 1_024;

/** The time in seconds since 1970. */
type Seconds = () => number;

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`. One request is answered after the other. */
export const witnessServer = (state: WitnessState, now: Seconds): Server =>
  createServer((request, response) => {
    const send = ({ status, body }: Reply): void => {
      const type = status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8';
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    replyTo(request, state, now).then(send, () => {
      send({ status: 500, body: 'nothing was cosigned\n' });
    });
  });

async function replyTo(request: IncomingMessage, state: WitnessState, now: Seconds): Promise<Reply> {
  if (request.url !== '/add-checkpoint') return { status: 404, body: 'there is only /add-checkpoint\n' };
  if (request.method !== 'POST') return { status: 405, body: 'send it by POST\n' };
  const text = await read(request);
  return text === null ? { status: 400, body: 'the request is too long\n' } : state.answer(text, now());
}

/** The body as text; null where it is longer than any request needs to be. */
async function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
