import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AddCosignatureHandler, AddCosignature } from '../../src/commands/add-cosignature';
import { isRefusal } from '../../src/domain/refusals';
import { WitnessRequestHandler, WitnessRequestQuery } from '../../src/queries/evidence';
import { signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { newSecret, signingKey } from '../../src/tamper-evidence/keys';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { witnessRequest } from '../../src/tamper-evidence/witness';
import { answerTo } from '../../src/verifier/main';
import { witnessServer } from '../../src/witness/witness-server';
import { WitnessState } from '../../src/witness/witness-state';
import { goldenLines, SignedLedger } from '../support/signed-ledger';

const root = mkdtempSync(join(tmpdir(), 'witness-'));
let made = 0;
const newFolder = (): string => join(root, String((made += 1)));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const NAME = 'audit.example.gov.uk/w1';
const NOW = 1_790_000_000;
const log = signingKey('log', 'savings-ledger/x', createPrivateKey(newSecret()));

const treeOf = (lines: readonly string[]): HashTree => {
  const tree = new HashTree();
  for (const each of lines) tree.append(leafDigest(each));
  return tree;
};
const honest = treeOf(goldenLines);
const forged = treeOf(goldenLines.with(3, '{"forged":"yes"}'));

/** A request from a size to another, by the tree of the ledger, signed by its key. */
const request = (from: number, to: number, tree = honest, key = log): string =>
  witnessRequest(
    from,
    tree.consistencyProof(from, to),
    signCheckpoint('savings-ledger/x', { size: to, root: tree.root(to) }, [key]),
  );

function newWitness(folder = newFolder()): WitnessState {
  const state = new WitnessState(folder, NAME, false);
  expect(state.trust(log.verifier.text)).toBe(true);
  return state;
}

describe('A witness', () => {
  test('cosigns what continues what it knows, step by step, and the same again', () => {
    const witness = newWitness();
    const steps = [
      [0, 5],
      [5, 5],
      [5, 8],
      [8, 100],
      [100, 277],
    ] as const;

    for (const [from, to] of steps) expect(witness.answer(request(from, to), NOW).status).toBe(200);
  });

  test('refuses with the code of C2SP whatever does not', () => {
    const witness = newWitness();
    const stranger = signingKey('log', 'savings-ledger/y', createPrivateKey(newSecret()));
    const thief = signingKey('log', 'savings-ledger/x', createPrivateKey(newSecret()));
    const unknown = signCheckpoint('savings-ledger/y', { size: 5, root: honest.root(5) }, [stranger]);
    expect(witness.answer(request(0, 100), NOW).status).toBe(200);

    expect(witness.answer('old -1\n', NOW).status).toBe(400);
    expect(witness.answer(request(100, 120).replace('old 100', 'old 121'), NOW).status).toBe(400);
    expect(witness.answer(witnessRequest(0, [], unknown), NOW).status).toBe(404);
    expect(witness.answer(request(100, 120, honest, thief), NOW).status).toBe(403);
    // A rollback to an old backup, a ledger that does not know what was cosigned, and one size with two roots.
    expect(witness.answer(request(0, 50), NOW)).toMatchObject({ status: 409, body: '100\n' });
    expect(witness.answer(request(50, 120), NOW)).toMatchObject({ status: 409, body: '100\n' });
    expect(witness.answer(request(100, 100, forged), NOW)).toMatchObject({ status: 409, body: '100\n' });
    // A history that was rewritten and signed anew with the right key.
    expect(witness.answer(request(100, 120, forged), NOW).status).toBe(422);
    expect(witness.answer(request(100, 120), NOW).status).toBe(200);
  });

  test('remembers after it was closed, and keeps its key to itself', () => {
    const folder = newFolder();
    const before = newWitness(folder);
    before.answer(request(0, 100), NOW);
    const after = new WitnessState(folder, NAME, false);

    expect(after.key.verifier.text).toBe(before.key.verifier.text);
    expect(after.answer(request(0, 120, forged), NOW).status).toBe(409);
    expect(after.answer(request(100, 120), NOW).status).toBe(200);
    expect(statSync(join(folder, 'witness.key')).mode & 0o777).toBe(0o400);
  });

  test('answers over HTTP as C2SP says', async () => {
    const server = witnessServer(newWitness(), () => NOW).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const ask = async (body: string): Promise<readonly [number, string | null, string]> => {
      const reply = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
      return [reply.status, reply.headers.get('content-type'), await reply.text()];
    };

    expect((await ask(request(0, 100)))[0]).toBe(200);
    expect(await ask(request(0, 120))).toEqual([409, 'text/x.tlog.size', '100\n']);
    expect((await ask('x'.repeat(70_000)))[0]).toBe(400);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    expect((await fetch(`${url}/other`)).status).toBe(404);
    server.close();
    server.closeAllConnections();
  });
});

describe('A ledger with a witness', () => {
  test('keeps the cosignature, and its bundle is verified with the key of the witness', async () => {
    const ledger = await SignedLedger.of(goldenLines);
    const { checkpoints } = ledger.beside;
    const witness = new WitnessState(newFolder(), NAME, false);
    witness.trust(ledger.key());
    const asked = await new WitnessRequestHandler(checkpoints, ledger.process.tree).execute(new WitnessRequestQuery(0));
    const { request: text, size } = asked as { request: string; size: number };
    const { body } = witness.answer(text, NOW);
    const handler = new AddCosignatureHandler(checkpoints);
    const key = witness.key.verifier.text;
    const folder = newFolder();

    expect(await handler.execute(new AddCosignature(size, body, key))).toEqual({ size: 277, time: NOW });
    for (const wrong of [new AddCosignature(250, body, key), new AddCosignature(277, body, ledger.key())])
      expect(await handler.execute(wrong)).toMatchObject({ code: 'COSIGNATURE_INVALID' });
    expect(await handler.execute(new AddCosignature(3, body, key))).toMatchObject({ code: 'NOT_FOUND' });
    await ledger.exportTo(folder);
    const other = new WitnessState(newFolder(), NAME, false).key.verifier.text;
    expect(answerTo([folder, '--key', ledger.key(), '--witness', key])).toMatchObject({ exitCode: 0 });
    expect(answerTo([folder, '--key', ledger.key(), '--witness', other])).toMatchObject({ exitCode: 1 });
    const policy = newFolder();
    const group = `witness a ${key}\nwitness b ${other}\ngroup both all a b\n`;
    writeFileSync(policy, `log ${ledger.key()}\n${group}quorum both\n`);
    expect(answerTo([folder, '--policy', policy])).toMatchObject({ exitCode: 1 });
    writeFileSync(policy, `log ${ledger.key()}\n${group.replace('all', 'any')}quorum both\n`);
    expect(answerTo([folder, '--policy', policy])).toMatchObject({ exitCode: 0 });
    await ledger.close();
  });

  test('that asks from a size it does not have is told so', async () => {
    const ledger = await SignedLedger.of(goldenLines.slice(0, 5));
    const handler = new WitnessRequestHandler(ledger.beside.checkpoints, ledger.process.tree);
    const answer = await handler.execute(new WitnessRequestQuery(6));

    expect(isRefusal(answer) && answer.code).toBe('PARAM_RANGE');
    await ledger.close();
  });
});
