/** What the system says of a process (Linux, /proc). */
import { readdirSync, readFileSync } from 'node:fs';

/** A hundredth of a second, in which Linux counts processor time. */
const TICKS_A_SECOND = 100;

export interface ProcessNow {
  /** With what it shares with others: the program itself and its libraries. */
  readonly residentMegabytes: number;
  /** What would be free without it. */
  readonly privateMegabytes: number;
  readonly openFiles: number;
  readonly processorSeconds: number;
}

export function processNow(pid: number): ProcessNow {
  const folder = `/proc/${String(pid)}`;
  const memory = readFileSync(`${folder}/smaps_rollup`, 'utf8');
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(memory)?.[1]) * 1_024) / 1e6;
  // After the name of the program, which may have blanks in it.
  const [user = '', system = ''] = readFileSync(`${folder}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11);
  return {
    residentMegabytes: megabytes('Rss'),
    privateMegabytes: megabytes('Private_Clean') + megabytes('Private_Dirty'),
    openFiles: readdirSync(`${folder}/fd`).length,
    processorSeconds: (Number(user) + Number(system)) / TICKS_A_SECOND,
  };
}
