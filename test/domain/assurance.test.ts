import {
  achieve,
  baseline,
  CARRIED,
  carryForward,
  cost,
  line,
  opened,
  plan,
  reclassify,
  reject,
  reverse,
  target,
  verify,
} from '../support/july';
import { because, by, bySecond, given } from '../support/story';

const claimed = [opened, line(), baseline(), plan(), achieve()];

describe('verifying an entry', () => {
  it('moves what it claims to verified, gross and cost alike: 200 net', () => {
    given(...claimed)
      .when(verify(4))
      .thenPosts(
        'achieved 2009/10 cashable claimed -260000.00',
        'achieved 2009/10 cashable verified 260000.00',
        'cost 2009/10 cashable claimed 60000.00',
        'cost 2009/10 cashable verified -60000.00',
      );
  });

  it('marks a plan and posts nothing', () => {
    given(...claimed)
      .when(verify(3))
      .thenPosts();
  });

  it('verifies what was carried forward', () => {
    given(opened, line(CARRIED), carryForward())
      .when(verify(2))
      .thenPosts(
        'GERSHON-CASHABLE achieved opening cashable claimed -7598000.00',
        'GERSHON-CASHABLE achieved opening cashable verified 7598000.00',
      );
  });

  it('takes two people', () => {
    given(...claimed)
      .when(verify(4, by))
      .thenRefuses('SELF_APPROVAL', 'Entry 4 was recorded by you; a second officer has to check it.');
  });

  it('binds to the exact bytes that were shown', () => {
    given(...claimed)
      .when(verify(4, bySecond, '0'.repeat(64)))
      .thenRefuses('ENTRY_CHANGED', 'Entry 4 is not the one you were shown; look at it again and send its leaf hash.');
    const { story } = given(...claimed);
    const asked = verify(4, bySecond, '0'.repeat(64))(story);
    expect(story.ask(asked)).toMatchObject({ detail: { leaf: story.leaf(4) } });
  });

  it('happens once', () => {
    given(...claimed, verify(4))
      .when(verify(4))
      .thenRefuses('ALREADY_VERIFIED', 'Entry 4 was verified by entry 5.');
    given(...claimed, reject(4))
      .when(verify(4))
      .thenRefuses('ALREADY_REJECTED', 'Entry 4 was rejected by entry 5.');
    given(...claimed, reverse(4))
      .when(verify(4))
      .thenRefuses('ALREADY_REVERSED', 'Entry 4 was reversed by entry 5.');
    given(...claimed, verify(4))
      .when(verify(5, by))
      .thenRefuses('NOT_VERIFIABLE', 'Entry 5 is itself a check of another entry; it is not checked again.');
    given(...claimed)
      .when(verify(99))
      .thenRefuses('ENTRY_NOT_FOUND', 'There is no entry 99 in this ledger.');
  });

  it('verifies what a reclassification left, and the reclassification by itself', () => {
    given(...claimed, reclassify())
      .when(verify(4))
      .thenPosts(
        'achieved 2009/10 cashable claimed -160000.00',
        'achieved 2009/10 cashable verified 160000.00',
        'cost 2009/10 cashable claimed 60000.00',
        'cost 2009/10 cashable verified -60000.00',
      );
    given(...claimed, reclassify())
      .when(verify(5))
      .thenPosts(
        'achieved 2009/10 non-cashable claimed -100000.00',
        'achieved 2009/10 non-cashable verified 100000.00',
      );
  });
});

describe('rejecting an entry', () => {
  it('takes out what it still claims, and the entry stays', () => {
    given(...claimed)
      .when(reject(4))
      .thenPosts('achieved 2009/10 cashable claimed -260000.00', 'cost 2009/10 cashable claimed 60000.00');
  });

  it('needs a reason and a second officer', () => {
    given(...claimed)
      .when(reject(4, bySecond))
      .thenRefuses('REASON_REQUIRED', 'Say why: rejecting an entry needs a reason.');
    given(...claimed)
      .when(reject(4, because('x')))
      .thenRefuses('SELF_APPROVAL');
  });
});

describe('reversing an entry', () => {
  it('posts the exact opposite', () => {
    given(...claimed)
      .when(reverse(4))
      .thenPosts('achieved 2009/10 cashable claimed -260000.00', 'cost 2009/10 cashable claimed 60000.00');
  });

  it('makes room to plan again', () => {
    given(opened, line(), plan(), reverse(2))
      .when(plan({ '2009/10': '1.00' }))
      .thenPosts('plan 2009/10 cashable 1.00');
  });

  it('waits while a cost is netted against what it recorded, and so does a rejection', () => {
    const netted = [opened, line(), baseline(), plan(), achieve('200000.00', null), cost('60000.00')];
    given(...netted)
      .when(reverse(4))
      .thenRefuses('BUILT_UPON');
    given(...netted)
      .when(reject(4))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 4 cannot be rejected yet: a cost was netted against it, which would be left alone; reject or reverse that first.',
      );
    given(...netted, reverse(5))
      .when(reverse(4))
      .thenPosts('achieved 2009/10 cashable claimed -200000.00');
  });

  it('happens once, and is itself never reversed', () => {
    given(...claimed, reverse(4))
      .when(reverse(4))
      .thenRefuses('ALREADY_REVERSED', 'Entry 4 was reversed by entry 5 already.');
    given(...claimed, reverse(4))
      .when(reverse(5))
      .thenRefuses(
        'NOT_REVERSIBLE',
        'Entry 5 (EntryReversed) cannot be reversed; record what is right as a new entry.',
      );
    given(opened, target()).when(reverse(1)).thenRefuses('NOT_REVERSIBLE');
    given(opened).when(reverse(7)).thenRefuses('ENTRY_NOT_FOUND', 'There is no entry 7 in this ledger.');
    given(...claimed)
      .when(reverse(4, by))
      .thenRefuses('REASON_REQUIRED', 'Say why: a reversal needs a reason.');
  });

  it('waits while a later entry builds on it: those are reversed first', () => {
    given(...claimed, verify(4))
      .when(reverse(4))
      .thenRefuses('BUILT_UPON', 'Entry 4 cannot be reversed yet: entry 5 checked it; reverse that first.');
    given(...claimed, verify(4), reverse(5))
      .when(reverse(4))
      .thenPosts('achieved 2009/10 cashable claimed -260000.00', 'cost 2009/10 cashable claimed 60000.00');
    given(...claimed, reclassify())
      .when(reverse(4))
      .thenRefuses('BUILT_UPON');
  });

  it('is verified by itself: what it puts back waits for a check of its own', () => {
    given(...claimed, reject(4), reverse(5, { ...bySecond, reason: 'The evidence came (invented)' }))
      .when(verify(6, by))
      .thenPosts();
    given(...claimed, reject(4), reverse(5, { ...bySecond, reason: 'The evidence came (invented)' }), verify(6, by))
      .when(verify(4, by))
      .thenRefuses('SELF_APPROVAL');
  });

  it('can verify again what was verified by mistake', () => {
    given(...claimed, verify(4), reverse(5))
      .when(verify(4))
      .thenPosts(
        'achieved 2009/10 cashable claimed -260000.00',
        'achieved 2009/10 cashable verified 260000.00',
        'cost 2009/10 cashable claimed 60000.00',
        'cost 2009/10 cashable verified -60000.00',
      );
  });
});
