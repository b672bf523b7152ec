import { createServer, type IncomingMessage, type Server } from 'node:http';

import type { WitnessState } from './witness-state';

/** More than 63 hashes and a checkpoint with all its signatures. */
const MOST_BYTES = 64 * 1_024;

/** The time in seconds since 1970. */
type Seconds = () => number;

/** A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`. One request is answered after the other. */
export const witnessServer = (state: WitnessState, now: Seconds): Server =>
  createServer((request, response) => {
    const say = (status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    if (request.url !== '/add-checkpoint') return void say(404, 'there is only /add-checkpoint\n');
    if (request.method !== 'POST') return void say(405, 'send it by POST\n');
    read(request)
      .then(
        (text) => {
          if (text === null) return void say(400, 'the request is too long\n');
          const { status, body } = state.answer(text, now());
          say(status, body, status === 409 ? 'text/x.tlog.size' : undefined);
        },
        () => {
          say(500, 'nothing was cosigned\n');
        },
      )
      .catch(() => {
        say(500, 'nothing was cosigned\n');
      });
  });

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
