import type { EntryAnswer } from '../queries/entries';
import { Trouble } from './trouble';

/** The entries in a stream of server-sent events. Throws Trouble where the server ends it. */
export async function* entriesTold(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<EntryAnswer> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) yield JSON.parse(data) as EntryAnswer;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw new Trouble('SERVER_UNREACHABLE', `The server was lost: ${String(error)}.`, 5);
  }
  if (!signal.aborted) throw new Trouble('SERVER_UNREACHABLE', 'The server ended what it was telling; ask again.', 5);
}
