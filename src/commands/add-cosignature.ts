import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { refuse, type Refusal } from '../domain/refusals';
import { CHECKPOINT_STORE, type CheckpointStore } from '../event-store/checkpoint-store';
import { readVerifierKey } from '../tamper-evidence/keys';
import { cosignedAt, readNote } from '../tamper-evidence/signed-note';

/** What became of a cosignature: the checkpoint that it stands with, and when the witness made it. */
export interface Cosigned {
  readonly size: number;
  /** Seconds since 1970, by the witness's own clock. */
  readonly time: number;
}

/** Keeps what a witness answered beside the checkpoint of a size, if it is by that witness. */
export class AddCosignature extends Command<Cosigned | Refusal> {
  public constructor(
    public readonly size: number,
    public readonly lines: string,
    public readonly witness: string,
  ) {
    super();
  }
}

@CommandHandler(AddCosignature)
export class AddCosignatureHandler implements ICommandHandler<AddCosignature> {
  public constructor(@Inject(CHECKPOINT_STORE) private readonly checkpoints: CheckpointStore) {}

  public async execute({ size, lines, witness }: AddCosignature): Promise<Cosigned | Refusal> {
    const key = readVerifierKey(witness);
    const checkpoint = size < 1 ? null : await this.checkpoints.covering(size - 1);
    if (checkpoint?.size !== size)
      return refuse('NOT_FOUND', `There is no checkpoint of size ${String(size)} in this ledger.`);
    const note = readNote(`${checkpoint.note}${lines}`);
    const time = note === null || key?.type !== 'witness' ? null : cosignedAt(note, key);
    if (time === null)
      return refuse(
        'COSIGNATURE_INVALID',
        `This is no cosignature by ${witness.slice(0, 200)} of the checkpoint of size ${String(size)}.`,
      );
    await this.checkpoints.addCosignatures(size, lines);
    return { size, time };
  }
}
