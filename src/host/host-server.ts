import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { logEvent } from './host-log';
import { HostRefusal, ledgerNotFound, sendRefusal } from './host-problem';
import type { HostSettings } from './host-settings';
import { ledgerNamed } from './ledger-folder';
import { OpenLedgers, type Client } from './open-ledgers';
import { passOn } from './pass-on';

/** Every name below it is this machine (RFC 6761): no name server can point it elsewhere, and nothing elsewhere has it. */
const LOOPBACK_DOMAIN = 'localhost';
/** Longer than a proxy before the host keeps a connection, or it would send requests into one that is being closed. */
const KEEP_ALIVE_MS = 72_000;
/** How long a slow connection may take for what its ledger answered before it closed. */
const LAST_ANSWERS_MS = 2_000;

/** The one door to many ledgers: finds out which a request is for, and passes it on. */
export class HostServer {
  public readonly server: Server;
  private readonly ledgers: OpenLedgers;
  private stopping = false;

  public constructor(private readonly settings: HostSettings) {
    const decided = (name: string): Readonly<Record<string, string>> => decidedFor(name, settings);
    this.ledgers = new OpenLedgers({ ...settings, decided });
    this.server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        if (!response.headersSent) sendRefusal(refusalFor(error), request.headers.accept ?? '', response);
      });
    });
  }

  /** Takes nothing more, lets the ledgers finish what is under way, and ends when the last answers have gone out. */
  public async close(): Promise<void> {
    this.stopping = true;
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    await this.ledgers.close();
    this.server.closeIdleConnections();
    await Promise.race([closed, pause(LAST_ANSWERS_MS)]);
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = (request.headers.host ?? '').toLowerCase();
    const name = ledgerNamed(host, this.settings.publicUrl?.hostname ?? LOOPBACK_DOMAIN);
    if (name === null) {
      this.answerForItself(request, response);
      return;
    }
    const ledger = await this.ledgers.use(name, clientOf(request, response));
    try {
      if (!response.destroyed) await passOn(request, response, ledger, { host, from: this.cameFrom(request) });
    } finally {
      ledger.giveBack();
    }
  }

  /** Whether the host itself lives, whatever it was asked as; it opens no ledger for that. Which there are is not told. */
  private answerForItself({ url }: IncomingMessage, response: ServerResponse): void {
    const health = /^\/health\/(live|ready)$/.exec(url ?? '')?.[1];
    if (health === undefined) throw ledgerNotFound();
    if (health === 'ready' && this.stopping) throw new HostRefusal('STORE_UNAVAILABLE', 'The server is stopping.');
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.end(JSON.stringify({ status: health }));
  }

  /** The connection's own address; behind proxies that are believed, after what they say. */
  private cameFrom({ socket, headers }: IncomingMessage): string {
    const said = this.settings.trustedProxies === '' ? undefined : headers['x-forwarded-for'];
    return [said ?? [], socket.remoteAddress ?? 'unknown'].flat().join(', ');
  }
}

const clientOf = (request: IncomingMessage, response: ServerResponse): Client => ({
  // An answer that has ended and still is here is one that is not taken.
  keepsWaiting: () => !request.complete || response.writableNeedDrain || response.writableEnded,
  cutOff: () => void response.destroy(),
});

/** What a ledger's own settings cannot say otherwise: where it is found, and that it believes the host. */
function decidedFor(name: string, { publicUrl, trustedProxies }: HostSettings): Readonly<Record<string, string>> {
  const port = publicUrl === null || publicUrl.port === '' ? '' : `:${publicUrl.port}`;
  return {
    PUBLIC_URL: publicUrl === null ? '' : `https://${name}.${publicUrl.hostname}${port}`,
    TRUSTED_PROXY: ['127.0.0.1', trustedProxies].filter((text) => text !== '').join(','),
  };
}

/** What nobody foresaw stays with this one request, and is logged. */
function refusalFor(error: unknown): HostRefusal {
  if (error instanceof HostRefusal) return error;
  logEvent('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
  return new HostRefusal('INTERNAL_ERROR', 'Something went wrong before the ledger was asked; nothing was recorded.');
}
