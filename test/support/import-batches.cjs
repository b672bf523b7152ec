'use strict';

// A server that records batches of entries that stand or fall together, one after the other, until it is told to stop.
// Arguments: the data directory, how many batches, how many entries each.
const { CommandBus } = require('@nestjs/cqrs');

const { RecordTogether } = require('../../dist/src/commands/record-together.js');
const { createServer } = require('../../dist/src/main.js');

const [directory, batches, each] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const recorder = { officer: 'off-201', role: 'finance officer' };

async function main() {
  const { app } = await createServer(directory);
  app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
  const commands = app.get(CommandBus);
  process.stdout.write('ready\n');
  for (let batch = 0; batch < batches; batch += 1) {
    const requests = Array.from({ length: each }, (_, row) => ({
      key: `batch-${batch}-${row}`,
      body: {
        kind: 'BaselineSet',
        line: 'IT-PROCUREMENT',
        year: '2008/09',
        amount: `${row + 1}.00`,
        dataSource: 'Made up',
      },
    }));
    const { recorded } = await commands.execute(new RecordTogether(requests, recorder));
    process.stdout.write(`${batch} ${recorded.length}\n`);
  }
}

main().catch((error) => {
  // A server that is stopping takes nothing more.
  if (error.name === 'StoreUnavailable') return;
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
