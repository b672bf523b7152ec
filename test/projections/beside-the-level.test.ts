/** What stands beside the level: what was first planned, and what a gain that begins within a year saves in it. */
import { builtIn } from '../../projections/definitions';
import { position, trace } from '../../projections/position';
import type { FigureName } from '../../projections/figure';
import {
  achieve,
  baseline,
  IT,
  line,
  opened,
  owner,
  plan,
  reclassify,
  reject,
  reprofile,
  reverse,
  verify,
} from '../support/july';
import { certify, importOf, inBatch, reverseBatch, withdraw } from '../support/later';
import { given, type Story } from '../support/story';

/** A figure in thousands by a year, held against its trace. */
const figure = ({ projection }: Story, name: FigureName, by: string, filter: object = {}): number => {
  const question = { by: by as never, definition: builtIn('published')!, baseYear: '2008/09' as never };
  const { amounts } = position(projection, question, projection.table.now(), filter);
  const { rows } = trace(projection, name, question, projection.table.now(), filter);
  expect(rows.reduce((sum, { pence }) => sum + pence, 0)).toBe(amounts[name]);
  return amounts[name] / 100_000;
};

describe('the original plan', () => {
  const ready = [opened, line(), baseline(), plan()];

  it('stays beside the current one through re-profiles, reclassifications and a withdrawal', () => {
    const changed = [...ready, reprofile({ '2009/10': '150000.00', '2010/11': '250000.00' })];
    const { story } = given(...changed, reclassify('50000.00', { measure: 'plan', status: null })).when(owner());
    expect([figure(story, 'originalPlan', '2010/11'), figure(story, 'plan', '2010/11')]).toEqual([300, 250]);
    story.tell(withdraw());
    expect([figure(story, 'originalPlan', '2010/11'), figure(story, 'plan', '2010/11')]).toEqual([300, 50]);
  });

  it('goes back with the entry that planned it, alone or with its batch, and is then what was planned anew', () => {
    const { story } = given(...ready, reverse(3)).when(plan({ '2009/10': '210000.00' }));
    expect(figure(story, 'originalPlan', '2010/11')).toBe(210);
    const imported = [opened, importOf(), { ...line(), by: inBatch }, { ...plan(), by: inBatch }];
    const again = given(...imported, reverseBatch()).when(plan({ '2009/10': '210000.00' }));
    expect(figure(again.story, 'originalPlan', '2010/11')).toBe(210);
  });
});

describe('the in-year effect of a saving that starts within the year', () => {
  // IT Procurement saves 200 a year from 1 January 2010: 50 of it in 2009/10 (invented).
  const begun = { ...achieve('260000.00', '60000.00'), inYear: '50000.00' as never };
  const ready = [opened, line(), baseline()];

  it('is felt in that year only; the level is what it saves a year', () => {
    const { story, thenPosts } = given(...ready).when(begun);
    thenPosts(
      'achieved 2009/10 cashable claimed 260000.00',
      'cost 2009/10 cashable claimed -60000.00',
      'part-year shortfall 2009/10 cashable claimed -150000.00',
    );
    expect([figure(story, 'achieved', '2009/10'), figure(story, 'achieved.inYear', '2009/10')]).toEqual([200, 50]);
    expect([figure(story, 'achieved', '2010/11'), figure(story, 'achieved.inYear', '2010/11')]).toEqual([200, 200]);
  });

  it('goes with its saving when that is verified, certified, rejected or reversed', () => {
    const certified = given(...ready, begun, verify(3)).when(certify()).story;
    expect(figure(certified, 'achieved.inYear', '2009/10', { status: 'certified' })).toBe(50);
    for (const undo of [reject(3), reverse(3)]) {
      expect(figure(given(...ready, begun).when(undo).story, 'achieved.inYear', '2009/10')).toBe(0);
    }
  });

  it('is divided as the amount is when a part of it is reclassified, and put back when that is rejected', () => {
    const { story } = given(...ready, begun).when(reclassify('50000.00'));
    expect(figure(story, 'achieved.inYear', '2009/10', { class: 'cashable' })).toBe(37.5);
    expect(figure(story, 'achieved.inYear', '2009/10', { class: 'non-cashable' })).toBe(12.5);
    story.tell(reject(4)(story));
    expect(figure(story, 'achieved.inYear', '2009/10', { class: 'cashable' })).toBe(50);
  });

  it('is all of it where nothing is said, and never more or less than nothing of it', () => {
    const { story } = given(...ready).when(achieve());
    expect(figure(story, 'achieved.inYear', '2009/10', { line: IT })).toBe(200);
    given(...ready)
      .when({ ...begun, inYear: '200000.01' as never })
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The in-year effect 200000.01 is more than the net rise of the yearly level, 200000.00; it is the part of it that is felt in that very year.',
      );
    given(...ready)
      .when({ ...begun, inYear: '-1.00' as never })
      .thenRefuses('AMOUNT_SIGN');
    given(...ready)
      .when({ ...begun, inYear: '200000.00' as never })
      .thenPosts('achieved 2009/10 cashable claimed 260000.00', 'cost 2009/10 cashable claimed -60000.00');
  });
});
