import type { FastifyReply } from 'fastify';

/** Has a controller answer with another page, by its address. What is given back is the body, which Nest sends. */
export function seeOther(reply: FastifyReply, to: string): string {
  void reply.status(303).header('location', to);
  return '';
}
