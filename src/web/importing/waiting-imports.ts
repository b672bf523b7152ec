import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { MINUTE } from '../../access/clock';
import { Refused, type DoorProblem } from '../../access/door-problem';
import type { OfficerId } from '../../domain/identifiers';
import { refuse } from '../../domain/refusals';
import type { Committed, ImportRequest } from '../../exchange/import/import-files';

/** Recorded; forgotten is how the file was read, where that could not be kept. */
export interface RecordedStage {
  readonly is: 'recorded';
  readonly outcome: Committed;
  readonly forgotten: boolean;
}

/** Where the recording of an import is. */
export type Stage =
  | { readonly is: 'to be checked' }
  | { readonly is: 'being recorded'; readonly step: string }
  | RecordedStage
  | { readonly is: 'stopped'; readonly problem: DoorProblem };

/** Files that were sent and are not recorded yet. */
export interface WaitingImport {
  readonly id: string;
  readonly officer: OfficerId;
  readonly request: ImportRequest;
  readonly stage: Stage;
}

interface Kept {
  readonly waiting: WaitingImport;
  readonly timer: NodeJS.Timeout;
}

const KEPT_FOR = 30 * MINUTE;
/** One for each officer who imports at the same time; the oldest goes where more come. */
const MOST_WAITING = 10;

/**
 * Keeps what an officer sent between the page that checks it and the one that records it. It is kept in memory: after
 * half an hour, or when the server starts again, the file has to be chosen again, and nothing was recorded.
 */
@Injectable()
export class WaitingImports {
  private readonly kept = new Map<string, Kept>();

  /** An officer has one at a time: what she sent before is dropped. */
  public add(officer: OfficerId, request: ImportRequest): WaitingImport {
    for (const { waiting } of this.kept.values()) if (waiting.officer === officer) this.drop(waiting.id);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MOST_WAITING) this.drop(oldest);
    return this.keep({ id: randomUUID(), officer, request, stage: { is: 'to be checked' } });
  }

  /** Throws NOT_FOUND for what is not waiting, and for what somebody else sent. */
  public of(id: string, officer: OfficerId): WaitingImport {
    const found = this.kept.get(id)?.waiting;
    if (found?.officer === officer) return found;
    throw new Refused(
      refuse(
        'NOT_FOUND',
        'This file is not kept any more. Imports shows whether it was recorded; if it was not, choose it again.',
      ),
    );
  }

  /** What is not kept any more does not come back, though its recording goes on. */
  public change(waiting: WaitingImport, changed: Partial<Pick<WaitingImport, 'request' | 'stage'>>): WaitingImport {
    const next = { ...waiting, ...changed };
    return this.kept.has(waiting.id) ? this.keep(next) : next;
  }

  public drop(id: string): void {
    clearTimeout(this.kept.get(id)?.timer);
    this.kept.delete(id);
  }

  private keep(waiting: WaitingImport): WaitingImport {
    this.drop(waiting.id);
    const timer = setTimeout(() => {
      this.drop(waiting.id);
    }, KEPT_FOR).unref();
    this.kept.set(waiting.id, { waiting, timer });
    return waiting;
  }
}
