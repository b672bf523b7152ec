import { classes, stages, type Class } from '../../domain/entries';
import { readLineId, type LineId } from '../../domain/identifiers';
import { add, pence, pounds, type Pounds } from '../../domain/money';
import { isRefusal, refuse, type Refusal } from '../../domain/refusals';
import { readText } from '../../domain/text';
import type { ColumnMeaning, RowPart } from './mapping';
import type { RowCells } from './row-cells';
import type { LineRow, Stated } from './rows';

/** Nobody sums a line of that name twice: whether it is a line or a printed total has to be said. */
export const looksLikeTotal = (title: string): boolean => /^(grand |sub-? ?)?totals?\b|\b(sub-?)?total$/i.test(title);

/** What cells of the officers' column say that name nobody. */
const namesNobody = /^(|-|n\/?a|none|tbc|see .*)$/i;

/** What the mapping says of the row, if anything. */
type Rule = RowPart | undefined | null;

/** A row that is about a line; null where it cannot be read as one, which is then a problem of its cell. */
export function readLine(cells: RowCells, rule: Rule, heading: string | null): LineRow | null {
  const named = namesOf(cells, rule, heading);
  if (named === null) return null;
  cells.refuseUnfitTexts();
  return {
    is: 'line',
    at: cells.place,
    ...named,
    ...rulesOf(rule),
    code: codeIn(cells, rule),
    tags: tagsIn(cells) ?? rule?.tags ?? null,
    ...stagesOf(cells, rule),
    officer: officerIn(cells),
    class: classIn(cells, rule),
    classCell: cells.ownCell('class') ?? named.titleCell,
    version: cells.own('version') || null,
    ...amountsOf(cells, rule),
  };
}

type Named = Pick<LineRow, 'title' | 'titleCell' | 'section' | 'group'>;

function namesOf(cells: RowCells, rule: Rule, heading: string | null): Named | null {
  const { part } = cells.table;
  const title = rule?.called ?? cells.text('title');
  const section = rule?.section ?? firstOf(cells.text('section'), heading, part.section) ?? '';
  const group = rule?.group ?? firstOf(cells.text('group'), part.group);
  const titleCell = cells.cell('title');
  const wrong = unfitNames(cells, rule, title, section);
  if (wrong === null) return { title, titleCell, section, group };
  cells.problem(titleCell, wrong);
  return null;
}

const firstOf = (...texts: readonly (string | null | undefined)[]): string | null => texts.find(Boolean) ?? null;

function unfitNames(cells: RowCells, rule: Rule, title: string, section: string): Refusal | null {
  if (!rule && cells.own('id') === '' && looksLikeTotal(title)) {
    const shown = `"${title.slice(0, 60)}"`;
    return refuse(
      'IMPORT_MAPPING',
      `${shown} looks like a printed total; say in the mapping what it adds up, or that it is a line.`,
    );
  }
  const [ofTitle, ofSection] = [readText(title, 200), readText(section, 200)];
  if (isRefusal(ofTitle)) return refuse(ofTitle.code, `The title of the line: ${ofTitle.message}`);
  return isRefusal(ofSection) ? refuse(ofSection.code, `The section of the line: ${ofSection.message}`) : null;
}

const rulesOf = (rule: Rule): Pick<LineRow, 'ruling' | 'pot' | 'carried'> => ({
  ruling: rule?.ruling ?? null,
  pot: rule?.pot ?? null,
  carried: rule?.is === 'carried forward' ? (rule.carried ?? null) : null,
});

function codeIn(cells: RowCells, rule: Rule): LineId | null {
  const id = cells.own('id');
  if (id === '') return rule?.code ?? null;
  const code = readLineId(id);
  if (!isRefusal(code)) return code;
  cells.problem(cells.cell('id'), code);
  return null;
}

function tagsIn(cells: RowCells): readonly string[] | null {
  if (!cells.has('tags')) return null;
  const text = cells.text('tags');
  return text === '' ? [] : text.split(/\s*[,;]\s*/);
}

function stagesOf(cells: RowCells, rule: Rule): Pick<LineRow, 'stage' | 'stated'> {
  const stage = cells.word('stage', stages);
  return {
    stage: stage ?? rule?.stage ?? cells.table.part.stage ?? null,
    stated: stage === null ? null : { stage, cell: cells.cell('stage') },
  };
}

function officerIn(cells: RowCells): LineRow['officer'] {
  const name = cells.text('officer');
  return namesNobody.test(name) ? null : { name, cell: cells.cell('officer') };
}

const classIn = (cells: RowCells, rule: Rule): Class | null =>
  cells.word('class', classes) ??
  classes.find((of) => of === cells.own('class').toLowerCase()) ??
  rule?.class ??
  cells.table.part.class ??
  null;

type Amounts = Pick<LineRow, 'levels' | 'totalBy' | 'budget' | 'forecast'>;

function amountsOf(cells: RowCells, rule: Rule): Amounts {
  const of = (is: ColumnMeaning): readonly Stated[] => cells.stated(rule, is, 'refused');
  return {
    levels: [...of('level'), ...risen(of('instalment'))].sort(byYear),
    totalBy: of('total by')[0] ?? null,
    budget: [...of('budget contribution')].sort(byYear),
    forecast: [...of('forecast')].sort(byYear),
  };
}

const byYear = (one: Stated, other: Stated): number => (one.year < other.year ? -1 : 1);

/** Instalments are what each year adds: their running total is the level. */
function risen(instalments: readonly Stated[]): readonly Stated[] {
  let level = pence('0.00' as Pounds);
  return [...instalments].sort(byYear).map((stated) => {
    if (stated.amount === null) return stated;
    level = add(level, pence(stated.amount));
    return { ...stated, amount: pounds(level) };
  });
}
