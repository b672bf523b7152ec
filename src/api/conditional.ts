/**
 * Tells a client that what it asked for is what it has already: every answer has a strong ETag over its exact bytes.
 * That of a line begins with the line's version, which is all that If-Match looks at.
 */
import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyReply } from 'fastify';

const HASH_LENGTH = 22;

/** Gives each answer of the API its ETag, and answers 304 to a client that has it. */
export function answerConditionally(server: FastifyInstance): void {
  server.addHook('onSend', ({ method, url, headers }, reply, payload, done) => {
    const isAnswer = (method === 'GET' || method === 'HEAD') && url.startsWith('/api/') && reply.statusCode === 200;
    if (!isAnswer || typeof payload !== 'string') {
      done(null, payload);
      return;
    }
    const tag = tagOf(payload, reply);
    void reply.header('etag', tag);
    if (!has(headers['if-none-match'], tag)) {
      done(null, payload);
      return;
    }
    void reply.code(304).removeHeader('content-type').removeHeader('content-length');
    done(null, '');
  });
}

function tagOf(payload: string, reply: FastifyReply): string {
  const version = reply.getHeader('etag');
  const hash = createHash('sha256').update(payload).digest('base64url').slice(0, HASH_LENGTH);
  return typeof version === 'string' ? `${version.slice(0, -1)}.${hash}"` : `"${hash}"`;
}

/** If-None-Match compares weakly: a proxy may have marked our tag as weak on its way. */
const has = (given: string | undefined, tag: string): boolean =>
  (given ?? '').split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, '')));
