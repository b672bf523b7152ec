import { achieve, ADULT, baseline, IT, line, opened, plan, POT, pot, potPlan, reverse, verify } from '../support/july';
import { declareOverlap, importOf, inBatch, lapse, reverseBatch } from '../support/later';
import { because, given, type Told } from '../support/story';

const measured: readonly Told[] = [opened, line(), baseline()];

describe('reversing a batch', () => {
  it('names the first entry of it whose amounts are no longer there, where 250.00 of 270.00 lapsed by hand', () => {
    given(
      ...measured,
      importOf(),
      { ...achieve('200.00', null), by: inBatch },
      { ...achieve('70.00', null), by: inBatch },
      lapse('250.00'),
    )
      .when(reverseBatch())
      .thenRefuses(
        'BUILT_UPON',
        'Entry 4 cannot be reversed yet: a later entry has used or moved part of what it recorded; reverse that first.',
      );
  });

  it('waits for the check that took a lapse of it along', () => {
    const lapsed = { ...lapse('50.00'), by: { ...because('Invented'), batch: inBatch.batch } };
    given(...measured, achieve('200.00', null), importOf(), lapsed, verify(3))
      .when(reverseBatch())
      .thenRefuses(
        'BUILT_UPON',
        'Entry 5 cannot be reversed yet: entry 6 checked what it lapsed together with it; reverse that first.',
      );
  });

  it('posts nothing for a printed nought', () => {
    given(opened, line(), importOf(), { ...plan({ '2009/10': '0.00', '2010/11': '5.00' }), by: inBatch })
      .when(reverseBatch())
      .thenPosts('plan 2010/11 cashable -5.00');
  });

  it('leaves a suspected overlap and a pot as they are, and names only what goes', () => {
    const { story } = given(
      opened,
      line(),
      line(ADULT),
      line(POT, 'unidentified'),
      potPlan,
      importOf(),
      { ...declareOverlap(ADULT, IT), by: inBatch },
      { ...pot([ADULT]), by: inBatch },
      { ...plan({ '2009/10': '5.00' }), by: inBatch },
      reverseBatch(),
    );
    expect(story.entries.at(-1)).toMatchObject({ kind: 'BatchReversed', facts: { entries: ['8'] } });
    expect(story.projection.register.overlaps(story.projection.table.now())).toHaveLength(1);
  });

  it('says by which entries all of it was reversed by itself', () => {
    const both = [
      { ...plan(), by: inBatch },
      { ...plan(undefined, ADULT), by: inBatch },
    ];
    given(opened, line(), line(ADULT), importOf(), ...both, reverse(4), reverse(5))
      .when(reverseBatch())
      .thenRefuses('ALREADY_REVERSED', 'Everything in batch TRACKER-1 has been reversed already, by entries 6, 7.');
  });
});
