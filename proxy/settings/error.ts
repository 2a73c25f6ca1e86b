/** What a wrong setting is answered with: one sentence that names it, says what is wrong and what to write. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
