import { createServer } from 'node:net';

/** Throws, as listening would, where a port is taken or may not be used. */
export function assertFree(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port, host }, () =>
      probe.close(() => {
        resolve();
      }),
    );
  });
}
