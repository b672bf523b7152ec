/**
 * What counts towards the target? A definition is data: these three every ledger knows, and a council can adopt more by
 * an entry. Sources: Appendix Two as printed; the Government definition of NI 179 printed under it.
 */
import type { builtInDefinitions, Definition } from '../src/domain/entries';
import type { FinancialYear } from '../src/domain/financial-year';
import type { Moment } from './posting-table';
import type { Register } from './register';

type BuiltIn = (typeof builtInDefinitions)[number];

const definitions: Readonly<Record<BuiltIn, Definition>> = {
  published: {
    name: 'published',
    title: 'As published: everything in the printed plan, what has no year included at its deadline',
    classes: ['cashable', 'non-cashable'],
    carryForward: ['cashable', 'non-cashable'],
    unphased: 'at the deadline',
    net: true,
    since: null,
  },
  phased: {
    name: 'phased',
    title: 'As phased: the printed plan without what has no year',
    classes: ['cashable', 'non-cashable'],
    carryForward: ['cashable', 'non-cashable'],
    unphased: 'never',
    net: true,
    since: null,
  },
  ni179: {
    name: 'ni179',
    title: 'NI 179: cashable, net, ongoing, felt since 1 April 2008, with the eligible carry-forward',
    classes: ['cashable'],
    carryForward: ['cashable'],
    unphased: 'never',
    net: true,
    since: '2008/09' as FinancialYear,
  },
};

/** Everything in the printed plan: what printed totals are held against. */
export const { published } = definitions;

/** A built-in definition by name, or null. */
export const builtIn = (name: string): Definition | null =>
  Object.values(definitions).find((definition) => definition.name === name) ?? null;

/** A definition by name: built in, or adopted by a moment; or null. */
export const definitionNamed = (register: Register, moment: Moment, name: string): Definition | null =>
  builtIn(name) ?? register.adopted(moment).find((definition) => definition.name === name) ?? null;

/** The built-in definitions, in the order they are shown. */
export const allBuiltIn: readonly Definition[] = Object.values(definitions);
