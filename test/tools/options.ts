/** The options of a developer's command. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** As `parseArgs`; what it does not take ends the command with its sentence and exit code 2, not with a stack trace. */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(
      `${error.message.split('. ')[0]}. The first lines of ${process.argv[1]} say which options there are.`,
    );
    process.exit(2);
  }
}
