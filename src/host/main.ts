import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

import { logEvent } from './host-log';
import { HostServer } from './host-server';
import { readHostSettings } from './host-settings';

/** Serves a folder of ledgers until it is told to stop. */
function host(): void {
  const settings = readHostSettings(process.env);
  mkdirSync(settings.directory, { recursive: true, mode: 0o700 });
  const door = new HostServer(settings);
  door.server.once('error', (error) => {
    process.stderr.write(`The host cannot start: ${error.message}\n`);
    process.exitCode = 1;
  });
  door.server.listen({ port: settings.port, host: settings.host }, () => {
    const { port } = door.server.address() as AddressInfo;
    const { directory, publicUrl } = settings;
    const where =
      publicUrl === null ? `http://<ledger>.localhost:${String(port)}/` : `https://<ledger>.${publicUrl.host}/`;
    process.stdout.write(`Listens on ${settings.host}:${String(port)}; the ledgers in ${directory} are at ${where}\n`);
  });
  const stop = (): void => {
    logEvent('info', 'the host stops');
    door.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logEvent('error', String(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);
}

try {
  host();
} catch (error) {
  process.stderr.write(`The host cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
