import { chainOf, seqsIn, without } from '../../src/domain/chain';
import { linesTouched } from '../../src/domain/lines-touched';
import type { Draft } from '../../src/domain/drafts';
import {
  ADULT,
  IT,
  levels,
  line,
  ONE_COUNCIL,
  opened,
  plan,
  POT,
  pot,
  potPlan,
  target,
  allocate,
} from '../support/july';
import { given, type Story } from '../support/story';

describe('a chain of the entries 9, 6 and 4', () => {
  const three = () => chainOf([9, 6, 4]);

  test('begins with the latest and holds them all', () => {
    const chain = three();
    expect([chain?.seq, seqsIn(chain)]).toEqual([9, [9, 6, 4]]);
    expect([chainOf([]), seqsIn(null)]).toEqual([null, []]);
  });

  test('without some of them is one of the others, and is itself as it was', () => {
    const chain = three();
    expect([new Set([6]), new Set([9, 4]), new Set([7])].map((gone) => seqsIn(without(chain, gone)))).toEqual([
      [9, 4],
      [6],
      [9, 6, 4],
    ]);
    expect([without(chain, new Set([9, 6, 4])), seqsIn(chain)]).toEqual([null, [9, 6, 4]]);
  });
});

describe('the lines an entry changes', () => {
  const told = (): Story =>
    given(
      opened,
      target(),
      line(),
      plan(),
      line(POT, 'unidentified'),
      line(ADULT),
      line(ONE_COUNCIL),
      potPlan,
      pot(),
      allocate({ '2009/10': '100000.00' }),
    ).story;

  test.each<[what: string, seq: number, lines: readonly string[]]>([
    ['none by a target', 1, []],
    ['the one it is about', 3, [IT]],
    ['a pot and its programmes', 8, [POT, ADULT, ONE_COUNCIL]],
    ['a programme and the pot it is allocated from, each once', 9, [ADULT, POT]],
  ])('%s', (_what, seq, lines) => {
    expect(linesTouched(told().entries[seq]!)).toEqual(lines);
  });

  test('what belongs to no line changes none, though another posting of the entry does', () => {
    const [posting] = told().entries[3]!.postings;
    const draft: Draft = {
      kind: 'SavingPlanned',
      line: IT,
      facts: { class: 'cashable', classAssumed: false, levels: levels({ '2009/10': '1.00' }), totalBy: null },
      postings: [posting!, { ...posting!, line: null }, { ...posting!, line: ADULT }],
    };
    expect(linesTouched(draft)).toEqual([IT, ADULT]);
  });

  test('have risen to the version of their latest entry', () => {
    const story = told();
    const versions = [IT, POT, ADULT, ONE_COUNCIL].map((id) => story.state.lines.get(id)?.version);
    expect(versions).toEqual([3, 9, 9, 8]);
  });
});
