/** The page “How it works”: has the demonstrations done at the press of a button and shows what is said, and what the wire carries. */
import {
  basicFlow,
  type Column,
  isolation,
  listing,
  paging,
  type Script,
  SENTENCES,
  type Stage,
  sharedMemory,
} from './how-demonstrations.ts';
import { createWire, type Heard } from './how-wire.ts';

type Demonstration = (stage: Stage, script: Script) => Promise<unknown>;

const DEMONSTRATIONS: Readonly<Record<string, Demonstration>> = { basicFlow, isolation, listing, paging, sharedMemory };

/** The list that hears what the wire carries: that of the step that runs. */
let log: HTMLElement | null = null;
const wire = createWire({ fetch: (path, init) => fetch(path, init), hear });

for (const section of document.querySelectorAll<HTMLElement>('section[data-demonstration]')) {
  const demonstration = DEMONSTRATIONS[section.dataset['demonstration'] ?? ''];
  section.querySelector('button')?.addEventListener('click', () => demonstration && void run(section, demonstration));
}

/** One at a time: they share the list of conversations. */
async function run(section: HTMLElement, demonstration: Demonstration): Promise<void> {
  const buttons = document.querySelectorAll<HTMLButtonElement>('section[data-demonstration] button');
  if (log) return;
  for (const button of buttons) button.setAttribute('aria-disabled', 'true');
  for (const list of section.querySelectorAll('.said, .told, .wire')) list.replaceChildren();
  log = section.querySelector('.wire');
  section.dataset['state'] = 'running';
  const tell = (sentence: string) => section.querySelector('.told')?.append(element('li', '', sentence));
  try {
    await demonstration({ wire, tell, show: (column, role, text) => show(section, column, role, text) }, SENTENCES);
    section.dataset['state'] = 'done';
  } catch (error) {
    section.dataset['state'] = 'failed';
    tell(error instanceof TypeError ? 'The proxy cannot be reached.' : (error as Error).message);
  } finally {
    log = null;
    for (const button of buttons) button.removeAttribute('aria-disabled');
  }
}

/** A reply grows in its place: it is the last one of its conversation. Its Markdown is for the widget to set; here are the words. */
function show(section: HTMLElement, column: Column, role: 'you' | 'agent', said: string): void {
  const text = said.replace(/\*\*|`|^> /gm, '');
  const list = section.querySelector(`.said[data-column="${column}"]`);
  const last = list?.lastElementChild;
  if (role === 'agent' && last?.classList.contains('agent')) last.textContent = text;
  else list?.append(element('li', role, text));
}

function hear({ method, path, body }: { method: string; path: string; body: string }): Heard {
  const status = element('b', 'status', '…');
  const line = element('p', 'call');
  line.append(element('b', 'method', method), element('span', 'path', path), status);
  const events = element('pre', 'events');
  events.tabIndex = 0;
  events.setAttribute('role', 'group');
  events.setAttribute('aria-label', `What ${method} ${path} carried`);
  const entry = element('li', 'exchange');
  entry.append(line, ...(body ? [element('p', 'sent', `→ ${body}`)] : []), events);
  log?.append(entry);
  return {
    answered(code) {
      status.textContent = String(code);
      status.classList.toggle('refused', code >= 400);
    },
    came(text) {
      events.append(`← ${text}\n`);
      events.scrollTop = events.scrollHeight;
    },
  };
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  kind = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  return made;
}
