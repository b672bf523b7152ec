// Writes down the API as the built server describes it, src/api/openapi.json, and the types of its client, which are
// generated from that, src/cli/api-types.ts. A test fails where either is not what the server says.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

import main from '../dist/src/main.js';

const { app } = await main.createServer(':memory:');
const { body } = await app.inject({ method: 'GET', url: '/api/openapi.json' });
await app.close();
writeFileSync('src/api/openapi.json', `${JSON.stringify(JSON.parse(body), null, 2)}\n`);

for (const [command, ...args] of [
  ['openapi-typescript', 'src/api/openapi.json', '--output', 'src/cli/api-types.ts', '--alphabetize', '--immutable'],
  ['prettier', '--write', '--log-level', 'warn', 'src/api/openapi.json', 'src/cli/api-types.ts'],
]) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
