import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { killWhileRecording } from '../faults/kill-while-recording';
import { earlyServer } from '../faults/server-process';

const SEED = 20_090_713;
const directory = mkdtempSync(join(tmpdir(), 'kill-'));

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('A server killed five times while it records has everything it acknowledged', async () => {
  const report = await killWhileRecording({ directory: join(directory, 'sound'), kills: 5, seed: SEED });

  expect(report).toMatchObject({ restarts: 5, complaints: [] });
  expect(report.acknowledged).toBeGreaterThan(50);
});

test('A server that acknowledges too early is caught: the control', async () => {
  const plan = { directory: join(directory, 'early'), kills: 3, seed: SEED, program: earlyServer };
  const { complaints } = await killWhileRecording(plan);

  expect(complaints.filter((each) => /acknowledged as seq \d+ and is not there/.test(each)).length).toBeGreaterThan(0);
});
