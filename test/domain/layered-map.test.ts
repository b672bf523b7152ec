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
