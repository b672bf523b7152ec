/** What the figures of a file are: whose, under which definition, as at which day, as known on which entry. */
import type { QueryBus } from '@nestjs/cqrs';

import { isRefusal, type Refusal } from '../../domain/refusals';
import { FrameQuery } from '../../queries/frame';
import { RootQuery } from '../../queries/root';

/** The moment and the question of an answer, as every answer tells them. */
export interface Told {
  readonly asAt: string;
  readonly size: number;
  readonly by?: string;
  readonly definition?: string;
}

export interface Stamp {
  readonly council: string;
  readonly cover: readonly (readonly [string, string])[];
  readonly foot: string;
  readonly definitionTitle: string | null;
}

export async function stampOf(queryBus: QueryBus, told: Told): Promise<Stamp | Refusal> {
  const frame = await queryBus.execute(new FrameQuery());
  if (isRefusal(frame)) return frame;
  const knownOn = String(told.size - 1);
  const rooted = await queryBus.execute(new RootQuery({ known_at: knownOn }));
  if (isRefusal(rooted)) return rooted;
  const definition = frame.definitions.find(({ name }) => name === told.definition);
  const size = String(told.size);
  const signed = signedOf(frame.doubt, size, rooted.root ?? 'not signed yet');
  return {
    council: frame.council,
    definitionTitle: definition?.title ?? null,
    cover: [
      ...signed.warning,
      ['Council', frame.council],
      ...(told.by === undefined ? [] : [['By', told.by] as const]),
      ...(definition === undefined ? [] : [['Definition', `${definition.name}: ${definition.title}`] as const]),
      ['As at', told.asAt],
      ['Known on entry', knownOn],
      ['Ledger size', `${size} entries`],
      ...signed.root,
      ['Unit', 'Pounds'],
    ],
    foot: signed.foot,
  };
}

/** The root of entries that are not those that were signed was never signed: a warning stands in its place, and first. */
function signedOf(
  doubt: string | null,
  size: string,
  root: string,
): { readonly warning: Stamp['cover']; readonly root: Stamp['cover']; readonly foot: string } {
  if (doubt === null) return { warning: [], root: [['Root', root]], foot: `Ledger size ${size}, root ${root}` };
  return {
    warning: [['Warning', `This ledger is not as it was signed: ${doubt}. Its figures may be wrong.`]],
    root: [],
    foot: 'This ledger is not as it was signed; its figures may be wrong',
  };
}
