// Makes the verifier one file, dist/verify-ledger.mjs, that needs nothing but Node.
import { resolve } from 'node:path';

import { build } from 'esbuild';

await build({
  entryPoints: [resolve(import.meta.dirname, 'program.ts')],
  outfile: resolve(import.meta.dirname, '../../dist/verify-ledger.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: {
    js: '#!/usr/bin/env node\n// The offline verifier of a savings ledger. Made from src/verifier; needs nothing but Node 20 or later.',
  },
  logLevel: 'error',
});
