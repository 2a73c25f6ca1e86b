/**
 * In which looks the gallery's states are pictured: all of them in light, in the others those to which they matter. A variant is an
 * address and what the browser is told of the visitor's wishes.
 */
import type { BrowserContextOptions } from 'playwright-core';
import { states } from '../../demo/gallery/states.ts';

export interface Variant {
  /** Begins the names of its pictures. */
  readonly name: 'light' | 'dark' | 'forced' | 'rtl' | 'phone';
  /** What is added to the state's address. */
  readonly query: string;
  /** Comes when the state is there: a change of the page's scheme is to change nothing but colours. Default: light. */
  readonly scheme?: 'dark';
  readonly context: BrowserContextOptions;
  /** Of every frame, in place of the state's own. */
  readonly size?: readonly [number, number];
  /** Names of states. */
  readonly states: readonly string[];
}

/** The same for everybody. Fades only: nothing is on its way when the picture is taken. */
const ALWAYS: BrowserContextOptions = {
  locale: 'en-US',
  timezoneId: 'UTC',
  reducedMotion: 'reduce',
  colorScheme: 'light',
};

export const variants: readonly Variant[] = [
  { name: 'light', query: '', context: ALWAYS, states: states.map(({ name }) => name) },
  {
    name: 'dark',
    query: '',
    scheme: 'dark',
    context: ALWAYS,
    states: [
      ...['first-opening', 'typing', 'streaming', 'answered', 'rich', 'thoughts', 'pictures', 'over-limit'],
      ...['offline', 'unavailable', 'failed', 'memory', 'list', 'list-deleted', 'privacy', 'agents', 'information'],
      ...[
        'find',
        'unread',
        'nudge',
        'floating',
        'page',
        'feedback',
        'dropping',
        'theme-ink',
        'theme-meadow',
        'theme-slate',
      ],
    ],
  },
  // Not where a field has the focus: in forced colours the caret blinks on, whatever the picture asks for.
  {
    name: 'forced',
    query: '',
    context: { ...ALWAYS, forcedColors: 'active' },
    states: [
      ...['first-opening', 'typing', 'streaming', 'rich', 'over-limit', 'offline', 'failed'],
      ...['list', 'privacy', 'agents', 'unread', 'nudge', 'floating', 'feedback'],
    ],
  },
  {
    name: 'rtl',
    query: '&lang=ar&dir=rtl',
    context: { ...ALWAYS, locale: 'ar' },
    states: [
      ...[
        'first-opening',
        'streaming',
        'answered',
        'rich',
        'thoughts',
        'long-word',
        'pictures',
        'rate-limited',
        'failed',
      ],
      ...['list', 'list-deleted', 'agents', 'information', 'find', 'unread', 'nudge', 'floating', 'page', 'feedback'],
    ],
  },
  {
    name: 'phone',
    query: '&mode=floating',
    context: { ...ALWAYS, isMobile: true, hasTouch: true },
    size: [360, 640],
    states: ['first-opening', 'answered', 'rich', 'pictures', 'failed', 'list', 'agents', 'find'],
  },
];
