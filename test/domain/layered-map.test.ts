import fc from 'fast-check';

import { LayeredMap } from '../../src/domain/layered-map';
import type { Month } from '../../src/domain/dates';

const july = '2009-07' as Month;

describe('given a map that says which re-opening holds July 2009', () => {
  const given = () => {
    const map = new LayeredMap<Month, number | null>();
    map.set(july, 12);
    return map;
  };

  test('when a fork says that none does, then the fork knows it and the map does not', () => {
    const map = given();
    const fork = new LayeredMap(map);
    fork.set(july, null);
    expect([fork.get(july), map.get(july)]).toEqual([null, 12]);
  });

  test('when the fork is adopted, then the map knows it too', () => {
    const map = given();
    const fork = new LayeredMap(map);
    fork.set(july, null);
    map.adopt(fork);
    expect([...map.all()]).toEqual([[july, null]]);
  });

  test('when a fork is asked for all it holds, then it says that it is not the whole', () => {
    expect(() => new LayeredMap(given()).all()).toThrow('a fork does not hold all');
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

describe('given a map with July 2009 and a fork of it with August 2009', () => {
  const august = '2009-08' as Month;
  const layers = () => {
    const map = new LayeredMap<Month, number | null>();
    map.set(july, 12);
    const fork = new LayeredMap(map);
    fork.set(august, 13);
    return { map, fork };
  };

  test('when they are asked, then the fork has both and the map its own alone', () => {
    const { map, fork } = layers();
    expect([fork, map].map((each) => [each.has(july), each.has(august), each.get(july), each.get(august)])).toEqual([
      [true, true, 12, 13],
      [true, false, 12, undefined],
    ]);
    expect([fork.has('2009-09' as Month), fork.get('2009-09' as Month)]).toEqual([false, undefined]);
  });

  test('when the fork sets July as well, then its keys are each there once, those of the map first', () => {
    const { map, fork } = layers();
    fork.set(july, 14);
    expect([[...fork.keys()], [...map.keys()], [...new LayeredMap(fork).keys()]]).toEqual([
      [july, august],
      [july],
      [july, august],
    ]);
  });

  test('when the map adopts a plain map or a fork in which nothing was set, then it holds that too, or is as it was', () => {
    const { map } = layers();
    map.adopt(new LayeredMap(map));
    expect([...map.all()]).toEqual([[july, 12]]);
    map.adopt(new Map([[august, 15]]));
    expect([...map.all()]).toEqual([
      [july, 12],
      [august, 15],
    ]);
  });

  test('when nothing was ever set, then there is nothing, and no key', () => {
    const map = new LayeredMap<Month, number>();
    expect([map.get(july), map.has(july), [...map.keys()], [...map.all()]]).toEqual([undefined, false, [], []]);
  });

  test('when what was stored is adopted as a fork, then it is read first', () => {
    const { map } = layers();
    const stored = new LayeredMap(map);
    stored.restore(() => new Map([[august, 16]]));
    map.adopt(stored);
    expect(map.get(august)).toBe(16);
  });
});

type Told = { readonly does: 'set'; readonly key: number; readonly value: number | null } | { readonly does: string };
const aStep: fc.Arbitrary<Told> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('set' as const), key: fc.nat({ max: 5 }), value: fc.option(fc.nat()) }),
  },
  { weight: 4, arbitrary: fc.constantFrom('fork', 'adopt', 'drop', 'store').map((does) => ({ does })) },
);

test('maps hold what a plain map of each fork would, however forks are nested, adopted, dropped and stored', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 60, size: 'max' }), (steps) => {
      let layers = [{ map: new LayeredMap<number, number | null>(), model: new Map<number, number | null>() }];
      for (const step of steps) {
        const top = layers.at(-1)!;
        if ('key' in step) {
          top.map.set(step.key, step.value);
          top.model.set(step.key, step.value);
        } else if (step.does === 'fork') {
          layers.push({ map: new LayeredMap(top.map), model: new Map(top.model) });
        } else if (step.does === 'store') {
          const { map, model } = layers[0]!;
          const stored = new Map(map.all());
          map.restore(() => stored);
          layers = [{ map, model }];
        } else if (layers.length > 1) {
          layers.pop();
          const below = layers.at(-1)!;
          if (step.does === 'drop') continue;
          below.map.adopt(top.map);
          below.model = top.model;
        }
      }
      for (const { map, model } of layers) {
        expect([...map.keys()].sort()).toEqual([...model.keys()].sort());
        for (const key of [0, 1, 2, 3, 4, 5])
          expect([map.has(key), map.get(key)]).toEqual([model.has(key), model.get(key)]);
      }
    }),
    { numRuns: 300 },
  );
});
