/** What ended a verb though nobody refused it: a server that cannot be reached or says no, with the code it gave. */
export class Trouble extends Error {
  public constructor(
    public readonly code: string,
    message: string,
    public readonly exitCode: number,
  ) {
    super(message);
    this.name = 'Trouble';
  }
}
