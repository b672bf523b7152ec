import type { CommandOf } from '../../src/domain/commands';
import { baseline, line, opened, owner, target } from '../support/july';
import { by, given } from '../support/story';

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
    given(opened).when(target('0.00')).thenRefuses('AMOUNT_ZERO');
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
    given(opened)
      .when(spread({ oneOff: 'spread', oneOffYears: '4' }))
      .thenPosts();
    for (const wrong of [{ oneOff: 'spread' }, { oneOffYears: '4' }, { oneOff: 'spread', oneOffYears: '1' }]) {
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
});
