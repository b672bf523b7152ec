import { answerTo, helpFor, type Answer } from './main';

const args = process.argv.slice(2);

function said(answer: Answer): string {
  if (args.includes('--json')) return JSON.stringify(answer, null, 2);
  const { exitCode, verdict, seq, reason } = answer;
  const where = seq === null ? '' : ` at entry ${String(seq)}`;
  return exitCode === 0 ? reason : `${verdict === 'failed' ? 'FAILED' : 'CANNOT TELL'}${where}: ${reason}`;
}

const help = helpFor(args);
if (help === null) {
  const answer = answerTo(args);
  process.stdout.write(`${said(answer)}\n`);
  process.exitCode = answer.exitCode;
} else process.stdout.write(`${help}\n`);
