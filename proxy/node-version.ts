/** What is said where the Node that runs the proxy is too old for it. */
import { ConfigError } from './settings/error.ts';

export const nodeTooOld = (): ConfigError =>
  new ConfigError(
    `The proxy on Node needs Node 22.19 or newer, and this is ${process.version}; in a checkout, npm run proxy brings its own.`,
  );
