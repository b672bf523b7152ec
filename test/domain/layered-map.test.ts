import { LayeredMap } from '../../src/domain/layered-map';
import type { Month } from '../../src/domain/dates';

const july = '2009-07' as Month;

describe('given a map that says which re-opening holds July 2009', () => {
  const map = new LayeredMap<Month, number | null>();
  map.set(july, 12);

  test('when a fork says that none does, then the fork knows it and the map does not', () => {
    const fork = new LayeredMap(map);
    fork.set(july, null);
    expect([fork.get(july), map.get(july)]).toEqual([null, 12]);
  });

  test('when the fork is adopted, then the map knows it too', () => {
    const fork = new LayeredMap(map);
    fork.set(july, null);
    map.adopt(fork);
    expect([...map.all()]).toEqual([[july, null]]);
  });

  test('when a fork is asked for all it holds, then it says that it is not the whole', () => {
    expect(() => new LayeredMap(map).all()).toThrow('a fork does not hold all');
  });
});

describe('given a map that was stored with a re-opening of July 2009', () => {
  const restored = () => {
    const read: string[] = [];
    const map = new LayeredMap<Month, number | null>();
    map.set('2010-01' as Month, 99);
    map.restore(() => {
      read.push('read');
      return new Map([[july, 12]]);
    });
    return { read, map };
  };

  test('when it is taken back, then nothing is read before something is asked, and then once', () => {
    const { read, map } = restored();
    const fork = new LayeredMap(map);
    fork.set('2009-08' as Month, 13);
    expect(read).toEqual([]);
    expect([fork.get(july), map.has(july), [...fork.keys()].length]).toEqual([12, true, 2]);
    expect(read).toEqual(['read']);
  });

  test('when it is changed first, then it holds that and what was stored, and nothing of before', () => {
    const { map } = restored();
    map.set('2009-08' as Month, 13);
    expect([...map.all()]).toEqual([
      [july, 12],
      ['2009-08', 13],
    ]);
  });
});
