import { isRefusal } from '../../src/domain/refusals';
import { tryImport, commitImport } from '../../src/exchange/import/import-files';
import { PositionQuery } from '../../src/queries/position';
import { ReconciliationQuery } from '../../src/queries/reconciliation';
import { openCouncil, recorder } from '../support/council-ledger';
import { julyMapping } from '../support/july-mapping';
import { julyCsv, julyFiles, julyWorkbook } from '../support/workbooks';

test('x', async () => {
  const l = await openCouncil();
  const req = { files: [{ name: 'july.xlsx', bytes: julyWorkbook() }], mapping: julyMapping, options: {} };
  const dry = await tryImport(l.ports, req, recorder);
  if (isRefusal(dry)) {
    console.log(dry);
    return;
  }
  const done = await commitImport(l.ports, req, recorder);
  if (isRefusal(done)) {
    console.log(done);
    return;
  }
  for (const by of ['2009/10', '2010/11', '2011/12'])
    for (const definition of ['published', 'phased', 'ni179']) {
      const p = await l.ask(new PositionQuery({ by, definition }));
      console.log(by, definition, p.plan, p.level, p.identified, p.gap, p.carriedForward, p.unphased);
    }
  const r = await l.ask(new ReconciliationQuery({}));
  console.log(
    r.totals.filter((t) => !t.agrees).map((t) => [t.label, t.amount, t.computed]),
    await l.size(),
  );
  await l.close();
});
void julyCsv;
void julyFiles;
