import type { CommandOf } from '../../src/domain/commands';
import { baseline, line, opened, owner, target } from '../support/july';
import { importOf, inBatch, revise, rotate } from '../support/later';
import { asAt, by, given } from '../support/story';

const own: CommandOf<'AdoptDefinition'> = {
  verb: 'AdoptDefinition',
  by,
  definition: {
    name: 'cashable-only',
    title: 'Cashable savings only (invented)',
    classes: ['cashable'],
    carryForward: [],
    unphased: 'never',
    net: false,
    since: null,
  },
};

describe('setting up a ledger', () => {
  it('posts the target of the council and that of the partnership', () => {
    given(opened).when(target()).thenPosts('target opening 37443000.00');
    given(opened).when(target('77400000.00', 'partnership')).thenPosts('partnership target opening 77400000.00');
  });

  it('sets a target once', () => {
    given(opened, target())
      .when(target('1.00'))
      .thenRefuses(
        'TARGET_ALREADY_SET',
        "The council's target was set by entry 1; it is revised by another entry, never set anew.",
      );
    given(opened).when(target('0.00')).thenRefuses('AMOUNT_ZERO', 'The target is 0.00; an amount must move.');
  });

  it('adopts a definition under a name that is free', () => {
    given(opened).when(own).thenPosts();
    given(opened, own).when(own).thenRefuses('DEFINITION_EXISTS');
    given(opened)
      .when({ ...own, definition: { ...own.definition, name: 'ni179' } })
      .thenRefuses('DEFINITION_EXISTS', 'There is a definition called ni179 already; adopt yours under another name.');
  });

  it('adopts how one-off cost is spread, and over how many years', () => {
    const spread = (more: object): typeof own => ({ ...own, definition: { ...own.definition, ...more } });
    for (const oneOffYears of ['2', '9', '10', '19', '20'])
      given(opened)
        .when(spread({ oneOff: 'spread', oneOffYears }))
        .thenPosts();
    for (const wrong of [
      { oneOff: 'spread' },
      { oneOffYears: '4' },
      { oneOff: 'spread', oneOffYears: '1' },
      { oneOff: 'spread', oneOffYears: '21' },
      { oneOff: 'spread', oneOffYears: '100' },
      { oneOff: 'spread', oneOffYears: '04' },
      { oneOff: 'in its year', oneOffYears: '4' },
    ]) {
      given(opened)
        .when(spread(wrong))
        .thenRefuses(
          'PARAM_RANGE',
          'Where one-off cost is spread, say over how many years, from 2 to 20; where it is not, say none.',
        );
    }
  });

  it('changes the accountable officer and the baseline by further entries', () => {
    given(opened, line(), owner())
      .when(owner('IT-PROCUREMENT' as never, 'off-104'))
      .thenPosts();
    given(opened, line(), baseline())
      .when(baseline('IT-PROCUREMENT' as never, '4900000.00'))
      .thenPosts();
    given(opened, line())
      .when(baseline('IT-PROCUREMENT' as never, '-1.00'))
      .thenRefuses('AMOUNT_SIGN', 'The baseline is -1.00; it is entered as a positive amount here.');
    given(opened).when(owner()).thenRefuses('LINE_NOT_FOUND');
  });

  it('takes a baseline of the year that runs, and none of a year to come', () => {
    const spent = (of: string) => ({ ...baseline(), year: of as never });
    given(opened, line()).when(spent('2009/10')).thenPosts();
    given(opened, line())
      .when(spent('2010/11'))
      .thenRefuses('NOT_YET_FELT', '2010/11 has not begun on the effective date; a baseline is what was spent before.');
    given(opened, line())
      .when({ ...spent('2009/10'), by: asAt('2009-03-31') })
      .thenRefuses('NOT_YET_FELT');
  });

  it('begins no line as approved or later, unless it is imported so', () => {
    given(opened).when(line(undefined, 'in design')).thenPosts();
    given(opened)
      .when(line(undefined, 'approved'))
      .thenRefuses(
        'OWNER_MISSING',
        'Line IT-PROCUREMENT cannot begin as approved: it has no accountable officer yet; register it, assign one, and advance its stage.',
      );
    given(opened).when(line(undefined, 'delivering')).thenRefuses('OWNER_MISSING');
    given(opened, importOf())
      .when({ ...line(undefined, 'approved'), by: inBatch })
      .thenPosts();
  });

  it('changes the key that signs, by the one that signs until then, and says why', () => {
    given(opened).when(rotate('ledger+1', 'ledger+2')).thenPosts();
    given(opened, rotate('ledger+1', 'ledger+2')).when(rotate('ledger+2', 'ledger+3')).thenPosts();
    given(opened, rotate('ledger+1', 'ledger+2'))
      .when(rotate('ledger+1', 'ledger+3'))
      .thenRefuses('KEY_STALE', 'The key that signs is ledger+2; it was changed meanwhile.');
    given(opened)
      .when({ ...rotate('ledger+1', 'ledger+2'), by })
      .thenRefuses('REASON_REQUIRED', 'Say why: changing the key needs a reason.');
  });
});

describe('revising a target', () => {
  it('of the partnership leaves that of the council', () => {
    const ofPartners = { ...revise('80000000.00'), scope: 'partnership' as const };
    given(opened, target(), target('77400000.00', 'partnership'))
      .when(ofPartners)
      .thenPosts('partnership target opening 2600000.00');
    given(opened, target())
      .when(ofPartners)
      .thenRefuses('TARGET_MISSING', 'No target is set for the partnership yet; set it first.');
  });

  it('to another deadline takes the whole of it from the year it was due in to the other', () => {
    const { story } = given(opened, target()).when(revise('38000000.00', '2011/12'));
    expect(story.entries.at(-1)!.postings.map(({ from, amount }) => [from, amount])).toEqual([
      ['2010/11', '-37443000.00'],
      ['2011/12', '38000000.00'],
    ]);
  });
});
