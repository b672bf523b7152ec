import type { OfficerId } from '../../domain/identifiers';
import { refuse, type Refusal } from '../../domain/refusals';

export interface NewOfficer {
  readonly id: OfficerId;
  readonly name: string;
  readonly role: null;
}

/**
 * Finds the officers that cells name. A name is one officer only where it is written exactly alike; a name nobody has gets
 * an id of its own, which goes into the register when the import is recorded.
 */
export class NamedOfficers {
  private readonly ids = new Map<string, OfficerId[]>();
  private readonly added: NewOfficer[] = [];
  private highest = 0;

  public constructor(names: ReadonlyMap<OfficerId, string>) {
    for (const [id, name] of names) {
      this.ids.set(name, [...(this.ids.get(name) ?? []), id]);
      this.highest = Math.max(this.highest, Number(/^off-(\d{1,9})$/.exec(id)?.[1] ?? 0));
    }
  }

  /** Those who were not in the register. */
  public get newOnes(): readonly NewOfficer[] {
    return this.added;
  }

  public idOf(name: string): OfficerId | Refusal {
    const [known, other] = this.ids.get(name) ?? [];
    if (known !== undefined && other !== undefined)
      return refuse(
        'OFFICER_FORMAT',
        `The register has several officers called "${name}" (${known}, ${other}); record the owner of this line by id.`,
      );
    if (known !== undefined) return known;
    this.highest += 1;
    const id = `off-${String(this.highest).padStart(3, '0')}` as OfficerId;
    this.ids.set(name, [id]);
    this.added.push({ id, name, role: null });
    return id;
  }
}
