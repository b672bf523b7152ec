import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Entry } from '../domain/entries';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { CHECKPOINT_STORE, type CheckpointStore, type SignedHead } from '../event-store/checkpoint-store';
import { decodeEntry } from '../event-store/entry-bytes';
import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { LedgerTree } from '../event-store/ledger-tree';
import { SigningKeys } from '../event-store/signing-keys';
import { base64 } from '../tamper-evidence/base64';
import { leafHash } from '../tamper-evidence/leaf';
import { canonicalJson } from '../tamper-evidence/canonical-json';
import { readCheckpoint, type Checkpoint } from '../tamper-evidence/checkpoint';
import { tiles, type Tile } from '../tamper-evidence/tiles';
import { claimLines } from './claims';
import { LedgerView } from './ledger-view';

const PAGE = 1_000;

/** What an auditor's bundle holds, file by file; what is long comes piece by piece. */
export interface BundleAnswer {
  readonly origin: string;
  readonly size: number;
  /** The root in base64. */
  readonly root: string;
  readonly checkpoint: string;
  /** The lines of `entries.jsonl`, in pages. To be read to its end before the files, checkpoints and policy are asked for. */
  readonly entries: () => AsyncIterable<readonly string[]>;
  readonly totals: () => Iterable<string>;
  readonly files: () => readonly string[];
  readonly checkpoints: () => Promise<readonly string[]>;
  readonly policy: () => string;
  readonly tiles: () => Promise<Iterable<Tile>>;
}

/**
 * Asks for everything an auditor needs to check the ledger without this program, up to the last checkpoint. Throws
 * LedgerUnverified where what is stored is not what was signed.
 */
export class BundleQuery extends Query<BundleAnswer | Refusal> {}

@QueryHandler(BundleQuery)
export class BundleHandler implements IQueryHandler<BundleQuery> {
  public constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CHECKPOINT_STORE) private readonly checkpoints: CheckpointStore,
    private readonly tree: LedgerTree,
    private readonly keys: SigningKeys,
    private readonly view: LedgerView,
  ) {}

  public async execute(): Promise<BundleAnswer | Refusal> {
    const last = await this.checkpoints.last();
    const checkpoint = last === null ? null : readCheckpoint(last.note);
    if (last === null || checkpoint === null)
      return refuse('LEDGER_NOT_OPENED', 'Nothing in this ledger has been signed yet; run init first.');
    const doubt = await this.tree.doubt();
    if (doubt !== null) throw doubt;
    const projection = await this.view.projection();
    if (isRefusal(projection)) return projection;
    const moment = this.view.moment(projection, { knownOn: last.size - 1 });
    if (isRefusal(moment)) return moment;
    const { origin, size } = checkpoint;
    const root = base64(checkpoint.root);
    const cosigned = await this.checkpoints.cosigned();
    const seen = new Seen();
    return {
      origin,
      size,
      root,
      checkpoint: cosigned.find((each) => each.size === size)?.note ?? last.note,
      entries: () => this.lines(size, seen),
      totals: () =>
        totalLines({ baseYear: projection.register.ledger.baseYear, origin, root, size: String(size) }, () =>
          claimLines(projection, moment),
        ),
      files: () => seen.files,
      checkpoints: () => this.earlier(seen, cosigned, size),
      policy: () => this.policy(checkpoint, seen),
      tiles: () => this.tiles(checkpoint),
    };
  }

  private async *lines(size: number, seen: Seen): AsyncGenerator<readonly string[]> {
    for (let from = 0; from < size;) {
      const page = await this.store.read({ from, limit: Math.min(PAGE, size - from) });
      if (page.length === 0) throw this.tree.differs(from);
      for (const { seq, bytes } of page) {
        this.tree.compare(seq, leafHash(bytes));
        if (this.tree.doubtFound !== null) throw this.tree.doubtFound;
        seen.look(decodeEntry(bytes));
      }
      yield page.map(({ bytes }) => bytes);
      from += page.length;
    }
  }

  /** Those a witness cosigned, and those that first cover a change of key, by size. */
  private async earlier(
    { keyChanges }: Seen,
    cosigned: readonly { readonly size: number; readonly note: string }[],
    size: number,
  ): Promise<readonly string[]> {
    const wanted = new Map(cosigned.map((each) => [each.size, each.note]));
    for (const { seq } of keyChanges) {
      const covering: SignedHead | null = await this.checkpoints.covering(seq);
      if (covering !== null && !wanted.has(covering.size)) wanted.set(covering.size, covering.note);
    }
    return [...wanted]
      .filter(([each]) => each < size)
      .sort(([one], [other]) => one - other)
      .map(([, note]) => note);
  }

  private policy({ origin }: Checkpoint, { keyChanges }: Seen): string {
    const first = this.keys.first(origin)?.verifier.text;
    const keys = [...(first === undefined ? [] : [first]), ...keyChanges.map(({ next }) => next)];
    const about = '# What the council says its keys are. Check a bundle with a key that did not come with it.';
    return [about, ...keys.map((key) => `log ${key}`), 'quorum none', ''].join('\n');
  }

  private async tiles({ size, root }: Checkpoint): Promise<Iterable<Tile>> {
    const tree = await this.tree.grown(size);
    if (tree.size < size || Buffer.compare(tree.root(size), root) !== 0) throw this.tree.differs(null);
    return tiles(tree, size);
  }
}

/** What is noticed of the entries while they pass by. */
class Seen {
  public readonly files: string[] = [];
  public readonly keyChanges: { readonly seq: number; readonly next: string }[] = [];

  public look(entry: Entry): void {
    if (entry.kind === 'KeyRotated') this.keyChanges.push({ seq: entry.seq, next: entry.facts.next });
    for (const { name, sha256 } of filesIn(entry))
      this.files.push(canonicalJson({ entry: String(entry.seq), name, sha256 }));
  }
}

function filesIn(entry: Entry): readonly { readonly name: string; readonly sha256: string }[] {
  if (entry.kind === 'BatchImported') return entry.facts.files;
  return entry.kind === 'EvidenceAttached' ? [{ name: entry.facts.description, sha256: entry.facts.sha256 }] : [];
}

function* totalLines(head: Readonly<Record<string, string>>, claims: () => Iterable<string>): Generator<string> {
  yield canonicalJson(head);
  yield* claims();
}
