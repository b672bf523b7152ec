import type { FastifyRequest } from 'fastify';

import { DoorRefusal, type DoorProblem } from './door-problem';

/** Logs a fault of ours with where it happened. What a door itself refuses is no fault: it says all there is to say. */
export function logFault({ server, id }: FastifyRequest, { status, code }: DoorProblem, error: unknown): void {
  if (status < 500 || error instanceof DoorRefusal) return;
  const { name, stack } = error instanceof Error ? error : new Error(String(error));
  server.log.error({ requestId: id, code, error: name, stack }, 'fault');
}
