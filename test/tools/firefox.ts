// Finds a Firefox for the tests (FIREFOX_PATH, or an installed one) and says how Puppeteer starts it off the network.
import { findProgram } from './find.ts';

// A proxy that is not there: Firefox has no switch that keeps it from calling out (updates, telemetry, captive portal).
const prefs = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': 'localhost, 127.0.0.1',
};

/** Puppeteer's launch options for Firefox, or undefined where none is installed. */
export function findFirefox() {
  const executablePath = findProgram([
    process.env['FIREFOX_PATH'],
    'firefox',
    'firefox-esr',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ]);
  return executablePath
    ? { browser: 'firefox' as const, executablePath, headless: true, extraPrefsFirefox: prefs }
    : undefined;
}
