import type { FastifyReply, FastifyRequest } from 'fastify';

import type { DoorProblem } from '../access/door-problem';

/** Says what is wrong as RFC 9457 has it. The sentence and the code are those of every other front door. */
export function sendProblem(problem: DoorProblem, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, sentence, problems, context, headers } = problem;
  const words = code.replaceAll('_', ' ').toLowerCase();
  const body = {
    type: `/problems/${code.replaceAll('_', '-').toLowerCase()}`,
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
    status,
    detail: sentence,
    code,
    instance: request.url.split('?')[0] ?? '/',
    requestId: request.id,
    context,
    errors: problems,
  };
  void reply.status(status).headers(headers).header('content-type', 'application/problem+json; charset=utf-8');
  void reply.send(JSON.stringify(body));
}
