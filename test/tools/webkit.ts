// Finds WebKitGTK (Debian's webkit2gtk-driver, with Xvfb where there is no display) and drives it over plain WebDriver,
// as a browser launcher of Web Test Runner. It knows one window: one test file after another.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { BrowserLauncher } from '@web/test-runner';
import { findProgram } from './find.ts';

/** The programs that make up a WebKit to test with. */
export interface WebKit {
  readonly driver: string;
  readonly browser: string;
  /** Undefined where a display is there already. */
  readonly xvfb: string | undefined;
}

/** The installed WebKitGTK, or undefined where a part of it is missing. */
export function findWebKit(): WebKit | undefined {
  const driver = findProgram(['WebKitWebDriver']);
  const browser = driver && findMiniBrowser(join(dirname(driver), '..', 'lib'));
  const display = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const xvfb = display ? undefined : findProgram(['Xvfb']);
  return driver && browser && (display || xvfb) ? { driver, browser, xvfb } : undefined;
}

/** MiniBrowser is not in PATH: it lies in lib/<architecture>/webkit2gtk-<version>/. */
function findMiniBrowser(lib: string): string | undefined {
  if (!existsSync(lib)) return undefined;
  const folders = readdirSync(lib).flatMap((architecture) =>
    ['4.1', '4.0', '6.0'].map((version) => join(lib, architecture, `webkit2gtk-${version}`, 'MiniBrowser')),
  );
  return folders.find((file) => existsSync(file));
}

/** What is needed of a WebDriver session that runs. */
interface Session {
  call(method: string, path: string, body?: object): Promise<unknown>;
  end(): Promise<void>;
}

/**
 * A launcher for Web Test Runner. Everything that it starts ends with `stop`, or at the latest with this process. A browser whose page
 * has crashed fails the test file that it ran; the next file gets another browser.
 */
export function webkitLauncher(webkit: WebKit): BrowserLauncher {
  let session: Promise<Session> | undefined;
  let active: { id: string; url: string } | undefined;
  const open = () => {
    session ??= startSession(webkit);
    return session;
  };
  const end = async () => {
    const ending = session;
    session = undefined;
    active = undefined;
    await ending?.then((running) => running.end());
  };
  return {
    name: 'WebKit',
    type: 'webkit-webdriver',
    concurrency: 1,
    async startSession(id, url) {
      const { call } = await open();
      active = { id, url };
      await call('POST', '/url', { url });
    },
    isActive: (id) => active?.id === id,
    // The runner asks when the page has gone in the middle of its tests, and handles no rejection here.
    async getBrowserUrl() {
      const last = active?.url ?? '';
      try {
        return String(await (await open()).call('GET', '/url'));
      } catch {
        await end().catch(() => undefined); // it has ended already
        return last; // the runner then says that the browser disconnected
      }
    },
    async stopSession(id) {
      await (await open()).call('POST', '/url', { url: 'about:blank' });
      if (active?.id === id) active = undefined;
      return {};
    },
    startDebugSession: () => Promise.reject(new Error('WebKit cannot be debugged here: use --engine chromium.')),
    stop: end,
  };
}

async function startSession({ driver, browser, xvfb }: WebKit): Promise<Session> {
  const processes: ChildProcess[] = [];
  const kill = () => {
    for (const child of processes) child.kill();
  };
  process.once('exit', kill);
  const env = { ...process.env };
  if (xvfb) env['DISPLAY'] = await startDisplay(xvfb, processes);
  const port = await freePort();
  processes.push(spawn(driver, [`--port=${port}`], { stdio: 'ignore', env }));
  const base = `http://127.0.0.1:${port}`;
  await untilReady(base);
  const wanted = { pageLoadStrategy: 'none', 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } };
  const created = await request(base, 'POST', '/session', { capabilities: { alwaysMatch: wanted } });
  const path = `/session/${(created as { sessionId: string }).sessionId}`;
  return {
    call: (method, command, body) => request(base, method, path + command, body),
    async end() {
      await request(base, 'DELETE', path).finally(kill);
      process.off('exit', kill);
    },
  };
}

/** Starts a virtual display and answers its name, `:99` for example. */
function startDisplay(xvfb: string, processes: ChildProcess[]): Promise<string> {
  const options = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const child = spawn(xvfb, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  processes.push(child);
  return new Promise((resolve, reject) => {
    let written = '';
    child.once('error', reject).once('exit', () => reject(new Error('Xvfb ended before it had a display')));
    child.stdio[3]?.on('data', (bytes) => {
      written += bytes;
      if (written.includes('\n')) resolve(`:${written.trim()}`);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Waits until the driver listens: it says nothing when it does. */
async function untilReady(base: string, attempts = 200): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await request(base, 'GET', '/status');
      return;
    } catch (error) {
      if (attempt >= attempts) throw new Error('WebKitWebDriver does not answer', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** One WebDriver command; its errors become exceptions. https://www.w3.org/TR/webdriver2/#endpoints */
async function request(base: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(base + path, { method, body: body ? JSON.stringify(body) : null });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}
