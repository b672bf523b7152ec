import type { Report } from './refused';

/** Where a verb writes: answers to stdout, everything else to stderr. */
export class Terminal {
  public constructor(
    private readonly stdout: NodeJS.WritableStream,
    private readonly stderr: NodeJS.WritableStream,
  ) {
    // Whoever reads may have seen enough, as `head` has: that is no failure of ours.
    stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(0);
    });
  }

  /** A part of the answer. */
  public print(text: string): void {
    this.stdout.write(`${text}\n`);
  }

  /** An answer that is a file. */
  public write(bytes: Buffer): void {
    this.stdout.write(bytes);
  }

  /** Anything that is not part of the answer. */
  public tell(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /** Why there is no answer: for people a line, and one more for each wrong field; for programs one JSON object. */
  public report({ code, message, detail, problems }: Report, json: boolean): void {
    if (json) {
      this.tell(JSON.stringify({ error: { code, message, detail, problems } }));
      return;
    }
    this.tell(`${code}: ${message}`);
    const further = problems.slice(1);
    for (const problem of further) this.tell(`${problem.code}: ${problem.message}`);
  }
}
