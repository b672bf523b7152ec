import { request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

import { HostRefusal, sendRefusal } from './host-problem';
import type { LedgerInUse } from './open-ledgers';

/** About one connection, not about the message (RFC 9110, section 7.6.1). */
const ofOneConnection = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
];
/** Where a body ends. */
const framing = ['content-length', 'transfer-encoding'];
/** Said by the host, or answered by it already. */
const settledHere = ['host', 'expect'];
/** Where a request came from is said by the host, or by nobody. */
const whereFrom = /^(forwarded|x-forwarded-.*|x-real-ip)$/;

type Headers = readonly (readonly [name: string, value: string])[];

const pairsOf = (raw: readonly string[]): Headers =>
  raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));

/** What `Connection` names goes no further either, but for what says where a body ends. */
const namedIn = (connection: string): readonly string[] =>
  connection
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !framing.includes(name));

/** Without what is about the connection. */
function endToEnd(raw: readonly string[], connection: string): Headers {
  const left = [...ofOneConnection, ...namedIn(connection)];
  return pairsOf(raw).filter(([name]) => !left.includes(name.toLowerCase()));
}

/**
 * The headers of a request as the ledger gets them. Whether it has a body, and how that ends, is said as it was said to us:
 * a request that were understood differently here and there could smuggle in another one.
 */
function requestHeaders({ rawHeaders, headers }: IncomingMessage, host: string, from: string): string[] {
  const kept = endToEnd(rawHeaders, headers.connection ?? '').filter(
    ([name]) => !settledHere.includes(name.toLowerCase()) && !whereFrom.test(name.toLowerCase()),
  );
  const empty = framing.every((name) => headers[name] === undefined) ? ['content-length', '0'] : [];
  return ['host', host, 'x-forwarded-for', from, ...kept.flat(), ...empty];
}

/** The headers of an answer. How its body is cut into pieces is settled on each connection anew. */
const answerHeaders = ({ rawHeaders, headers: { connection = '' } }: IncomingMessage): string[] =>
  endToEnd(rawHeaders, connection)
    .filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
    .flat();

/**
 * Passes a request on to the process of its ledger and the answer back, both as they come; ends when the answer has ended,
 * or whoever asked has gone.
 */
export function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  ledger: LedgerInUse,
  who: { readonly host: string; readonly from: string },
): Promise<void> {
  const headers = requestHeaders(request, who.host, who.from);
  const { port, agent } = ledger;
  const { method, url: path } = request;
  const onward = send({ host: '127.0.0.1', port, agent, method, path, headers, setHost: false });
  onward.once('response', (answer) => {
    if (answer.headers['content-type']?.startsWith('text/event-stream') === true) ledger.onlyListens();
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answerHeaders(answer));
    // Where the ledger ends in the middle of an answer, so does the answer: cut off, and seen to be.
    pipeline(answer, response, () => undefined);
  });
  onward.once('error', () => {
    request.unpipe(onward);
    // What is still being sent is read to its end, so that the sender hears the answer.
    request.resume();
    if (!response.headersSent) sendRefusal(outcomeUnknown(), request.headers.accept ?? '', response);
  });
  // By hand, because `pipeline` would cut off whoever is still sending when the ledger has answered and closed.
  request.pipe(onward);
  return new Promise((resolve) => {
    response.once('close', () => {
      onward.destroy();
      resolve();
    });
  });
}

const outcomeUnknown = (): HostRefusal =>
  new HostRefusal(
    'OUTCOME_UNKNOWN',
    'The ledger stopped before it answered. If something was to be recorded, send it again with the same Idempotency-Key: it is then recorded once.',
    1,
  );
