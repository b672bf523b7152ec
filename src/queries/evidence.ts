import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { refuse, type Refusal } from '../domain/refusals';
import { CHECKPOINT_STORE, LedgerUnverified, type CheckpointStore } from '../event-store/checkpoint-store';
import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { LedgerTree } from '../event-store/ledger-tree';
import { SigningKeys } from '../event-store/signing-keys';
import { base64 } from '../tamper-evidence/base64';
import { readCheckpoint } from '../tamper-evidence/checkpoint';
import { leafDigest } from '../tamper-evidence/leaf';
import { includes } from '../tamper-evidence/proofs';
import { receiptText } from '../tamper-evidence/receipt';
import { witnessRequest } from '../tamper-evidence/witness';

/** How far the ledger is signed: what stands at the foot of every page, report and export. */
export interface EvidenceAnswer {
  /** The name of the ledger's log. */
  readonly origin: string;
  /** How many entries are covered. */
  readonly size: number;
  /** The root over them, in base64. */
  readonly root: string;
  /** The signed note that says so. */
  readonly checkpoint: string;
  /** The verifier keys of the log whose secrets are on this machine, the first one first. */
  readonly keys: readonly string[];
}

/**
 * Asks how far the ledger is signed. What is stored is held against it, so that a doubt is known to whoever warns of one;
 * once everything is read that costs one look-up, whatever the size of the ledger.
 */
export class EvidenceQuery extends Query<EvidenceAnswer | Refusal> {}

/** Asks whether this process has read or examined all entries since it was started: not so at once after a start from a snapshot. */
export class ExaminedQuery extends Query<boolean> {}

/** Asks for an entry's receipt. */
export class ReceiptQuery extends Query<ReceiptAnswer | Refusal> {
  public constructor(public readonly seq: number) {
    super();
  }
}

export interface ReceiptAnswer {
  readonly seq: number;
  /** The entry, its path to the root and the signed checkpoint as one C2SP `tlog-proof`. */
  readonly receipt: string;
}

/** Asks for what a witness wants to see before it cosigns: the proof from the size it knows to the last checkpoint. */
export class WitnessRequestQuery extends Query<WitnessRequestAnswer | Refusal> {
  public constructor(public readonly knownSize: number) {
    super();
  }
}

export interface WitnessRequestAnswer {
  readonly size: number;
  /** The request as C2SP `tlog-witness` writes it. */
  readonly request: string;
}

const notOpened = (): Refusal =>
  refuse('LEDGER_NOT_OPENED', 'Nothing in this ledger has been signed yet; run init first.');

@QueryHandler(EvidenceQuery)
export class EvidenceHandler implements IQueryHandler<EvidenceQuery> {
  public constructor(
    @Inject(CHECKPOINT_STORE) private readonly checkpoints: CheckpointStore,
    private readonly keys: SigningKeys,
    private readonly tree: LedgerTree,
  ) {}

  public async execute(): Promise<EvidenceAnswer | Refusal> {
    const last = await this.checkpoints.last();
    if (last === null) return notOpened();
    const checkpoint = readCheckpoint(last.note);
    if (checkpoint === null) throw new LedgerUnverified(null, 'what is kept as the last checkpoint is not one');
    await this.tree.doubt();
    const { origin, size, root } = checkpoint;
    return { origin, size, root: base64(root), checkpoint: last.note, keys: this.keys.verifiers(origin) };
  }
}

@QueryHandler(ExaminedQuery)
export class ExaminedHandler implements IQueryHandler<ExaminedQuery> {
  public constructor(private readonly tree: LedgerTree) {}

  public execute(): Promise<boolean> {
    return Promise.resolve(this.tree.isExamined);
  }
}

@QueryHandler(ReceiptQuery)
export class ReceiptHandler implements IQueryHandler<ReceiptQuery> {
  public constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CHECKPOINT_STORE) private readonly checkpoints: CheckpointStore,
    private readonly tree: LedgerTree,
  ) {}

  /** A receipt that would not hold is not given out: the ledger is then not the one that was signed. */
  public async execute({ seq }: ReceiptQuery): Promise<ReceiptAnswer | Refusal> {
    const covering = await this.checkpoints.covering(seq);
    if (covering === null) return refuse('ENTRY_NOT_FOUND', `There is no entry ${String(seq)} in this ledger.`);
    const [stored] = await this.store.read({ from: seq, limit: 1 });
    const tree = await this.tree.grown(covering.size);
    if (stored?.seq !== seq || tree.size < covering.size) throw await this.notAsSigned(seq);
    const proof = tree.inclusionProof(seq, covering.size);
    const checkpoint = readCheckpoint(covering.note);
    if (checkpoint === null || !includes(checkpoint, seq, leafDigest(stored.bytes), proof))
      throw await this.notAsSigned(seq);
    return { seq, receipt: receiptText(stored.bytes, seq, proof, covering.note) };
  }

  /** A proof fails by an entry anywhere under the root: what is told is the first that differs, not the one asked for. */
  private async notAsSigned(seq: number): Promise<LedgerUnverified> {
    return (await this.tree.doubt()) ?? this.tree.differs(seq);
  }
}

@QueryHandler(WitnessRequestQuery)
export class WitnessRequestHandler implements IQueryHandler<WitnessRequestQuery> {
  public constructor(
    @Inject(CHECKPOINT_STORE) private readonly checkpoints: CheckpointStore,
    private readonly tree: LedgerTree,
  ) {}

  public async execute({ knownSize }: WitnessRequestQuery): Promise<WitnessRequestAnswer | Refusal> {
    const last = await this.checkpoints.last();
    if (last === null) return notOpened();
    if (knownSize > last.size)
      return refuse(
        'PARAM_RANGE',
        `The ledger is signed up to ${String(last.size)} entries, not ${String(knownSize)}.`,
      );
    const doubt = await this.tree.doubt();
    if (doubt !== null) throw doubt;
    const tree = await this.tree.grown(last.size);
    return {
      size: last.size,
      request: witnessRequest(knownSize, tree.consistencyProof(knownSize, last.size), last.note),
    };
  }
}
