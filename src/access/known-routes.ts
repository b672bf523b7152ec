import type { FastifyInstance } from 'fastify';

/** Which methods each address takes, so that a wrong method is told from a wrong address. */
export class KnownRoutes {
  private readonly patterns = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** Listens while the routes are made, so it has to come before them. */
  public constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      const known = this.patterns.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
      for (const name of [method].flat()) known.methods.add(name);
      this.patterns.set(url, known);
    });
  }

  /** All addresses with their methods, as they were made: `/api/v1/lines/:id`. */
  public all(): readonly { readonly url: string; readonly methods: readonly string[] }[] {
    return [...this.patterns].map(([url, { methods }]) => ({ url, methods: [...methods] }));
  }

  /** The methods an address takes; none where there is nothing. */
  public methodsAt(path: string): readonly string[] {
    const found = [...this.patterns.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/:\w+/g, '[^/]+')}/?$`);
