/** People at work in a browser: each signed in, with all that their browser complains of. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { launchBrowser } from './browser';
import { startServer, type officers, type TestServer } from './server';

export type Who = keyof typeof officers;

export interface Browsing {
  readonly server: TestServer;
  readonly address: string;
  readonly as: (who: Who | null, options?: Parameters<Browser['newContext']>[0]) => Promise<Person>;
  readonly close: () => Promise<void>;
}

export interface Person {
  readonly page: Page;
  /** What the console said; a violation of the content security policy is among it. */
  readonly complaints: string[];
  readonly context: BrowserContext;
}

/** The whole server with the sample ledger in memory, listening on a port of its own, and a browser. */
export async function startBrowsing(): Promise<Browsing> {
  const server = await startServer();
  const address = await server.app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  const browser = await launchBrowser();
  const as: Browsing['as'] = async (who, options = {}) => {
    const context = await browser.newContext(options);
    if (who !== null) {
      const [name, value] = server.cookie(who).split('=') as [string, string];
      await context.addCookies([{ name, value, url: address }]);
    }
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // That signing out has the browser forget its pages, it tells and does not complain of.
      if (!message.text().startsWith('Clear-Site-Data header on')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return { page, complaints, context };
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  return { server, address, as, close };
}

/** What stands in somebody's way on a page, by WCAG 2.2 A and AA, as far as a program can tell. */
export async function barriers(page: Page): Promise<readonly (readonly [string, string | undefined])[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html] as const);
}
