import { answerTo } from './main';

const answer = answerTo(process.argv.slice(2));
const { exitCode, verdict, seq, reason } = answer;
const where = seq === null ? '' : ` at entry ${String(seq)}`;
const sentence = exitCode === 0 ? reason : `${verdict === 'failed' ? 'FAILED' : 'CANNOT TELL'}${where}: ${reason}`;
process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify(answer, null, 2) : sentence}\n`);
process.exitCode = exitCode;
