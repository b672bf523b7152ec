/**
 * Lets all requests that have come in meanwhile be read, so that they share the next append. Waiting for promises would
 * not do: each request comes by a callback of its own, and between two of them all promises are settled.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
