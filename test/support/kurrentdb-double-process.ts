/** The KurrentDB double as a process of its own, so that several programs can share it. Prints its connection string. */
import { KurrentDbDouble } from './kurrentdb-double';

void KurrentDbDouble.start(Number(process.argv[2] ?? '1')).then((double) => {
  process.stdout.write(`${double.url}\n`);
});
