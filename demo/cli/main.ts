/**
 * `npm run cli`: a terminal client for Letta agents on `letta-chat/client` alone. This is the part at the process: arguments,
 * signals, the exit code. What it says and does is in the files beside it.
 */
import { createChat } from './chat.ts';
import { readOptions, UsageError } from './options.ts';
import { sentenceOn } from './sentences.ts';
import { type Simulated, startSimulated } from './simulated.ts';
import { createFileBackend, createMemoryBackend } from './state-file.ts';
import { createTerminal } from './terminal.ts';

process.exitCode = await run(process.argv.slice(2));
process.exit(); // what waits for a line that does not come back would keep it

async function run(args: readonly string[]): Promise<number> {
  let simulated: Simulated | null = null;
  try {
    const options = readOptions(args);
    const storage = options.state ? await createFileBackend(options.state) : createMemoryBackend();
    simulated = options.proxy ? null : await startSimulated();
    const proxy = options.proxy ?? simulated?.url ?? '';
    const terminal = createTerminal(process.stdin, process.stdout);
    return await createChat({ ...options, proxy, storage, terminal }).run();
  } catch (error) {
    const sentence = error instanceof UsageError ? error.message : sentenceOn(error);
    if (sentence === null) throw error;
    console.error(sentence);
    return 1;
  } finally {
    await simulated?.close();
  }
}
