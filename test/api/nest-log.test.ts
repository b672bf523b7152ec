import { StderrLogger } from '../../src/api/log';

test('what Nest and the store warn of is one JSON object a line on stderr, and nothing of it is on stdout', () => {
  const [out, err] = [jest.spyOn(process.stdout, 'write'), jest.spyOn(process.stderr, 'write').mockReturnValue(true)];
  try {
    const logger = new StderrLogger({ json: true, logLevels: ['error', 'warn'] });
    logger.warn('the snapshot was thrown away', 'EventStore');
    expect(out).not.toHaveBeenCalled();
    expect(err.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown)).toEqual([
      expect.objectContaining({ level: 'warn', message: 'the snapshot was thrown away' }),
    ]);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
});
