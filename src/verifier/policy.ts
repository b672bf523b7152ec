/** A C2SP tlog-policy: which logs and witnesses are trusted, and how many of the witnesses must have cosigned. */
import { isCosigned, keyOf, type Checkpoint, type Key } from './notes';
import { fail } from './outcome';

const MOST_LINES = 1_000;

export interface Policy {
  readonly logs: readonly Key[];
  /** Whether enough witnesses cosigned a checkpoint. */
  readonly isWitnessed: (checkpoint: Checkpoint) => boolean;
}

type Test = (checkpoint: Checkpoint) => boolean;

class Reader {
  public readonly logs: Key[] = [];
  public quorum: Test | null = null;
  private readonly tests = new Map<string, Test>([['none', () => true]]);
  private readonly members = new Set<string>(['none']);

  /** Takes one line; false where it is not one of a policy. */
  public take(line: string): boolean {
    const [word, ...rest] = line.split(/[ \t]+/).filter((part) => part !== '');
    if (word === undefined || word.startsWith('#')) return true;
    if (word === 'log') return this.log(rest);
    if (word === 'witness') return this.witness(rest);
    if (word === 'group') return this.group(rest);
    return word === 'quorum' && this.takeQuorum(rest);
  }

  private log([text = '', ...more]: readonly string[]): boolean {
    const key = keyOf(text);
    if (key?.type !== 1 || more.length > 1 || this.logs.some(({ raw }) => raw.equals(key.raw))) return false;
    this.logs.push(key);
    return true;
  }

  private witness([name = '', text = '', ...more]: readonly string[]): boolean {
    const key = keyOf(text);
    if (key?.type !== 4 || more.length > 1 || this.tests.has(name)) return false;
    this.tests.set(name, (checkpoint) => isCosigned(checkpoint, key));
    return true;
  }

  private group([name = '', count = '', ...members]: readonly string[]): boolean {
    const least = count === 'all' ? members.length : count === 'any' ? 1 : Number(/^[1-9]\d*$/.test(count) ? count : 0);
    if (this.tests.has(name) || least < 1 || least > members.length) return false;
    const tests: Test[] = [];
    for (const member of members) {
      const test = this.tests.get(member);
      if (test === undefined || this.members.has(member)) return false;
      this.members.add(member);
      tests.push(test);
    }
    this.tests.set(name, (checkpoint) => tests.filter((test) => test(checkpoint)).length >= least);
    return true;
  }

  private takeQuorum([name = '', ...more]: readonly string[]): boolean {
    const test = this.tests.get(name);
    if (test === undefined || this.quorum !== null || more.length > 0) return false;
    this.quorum = test;
    return true;
  }
}

/** Reads a policy. Fails where a line is not one of a policy, or it names no quorum. */
export function policyOf(text: string, name: string): Policy {
  const reader = new Reader();
  const lines = text.split('\n');
  if (lines.length > MOST_LINES || !lines.every((line) => reader.take(line)))
    return fail(null, `${name} is not a policy`);
  const { logs, quorum } = reader;
  return { logs, isWitnessed: quorum ?? fail(null, `${name} names no quorum`) };
}
