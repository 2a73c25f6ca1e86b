/**
 * The agents among whom a visitor may choose: fetched when the list is opened, shown when there is more than one. Choosing one
 * begins a new conversation; the menu does that.
 */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Agent } from '../client.ts';
import { picture } from '../elements/avatar.ts';
import type { MenuStrings } from './strings.ts';

export class Agents {
  #host: ReactiveControllerHost;
  #all: readonly Agent[] = [];
  /** Resolves when they are there, or cannot be had. */
  loaded: Promise<void> = Promise.resolve();
  /** Whether the choice is shown. */
  choosing = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Without them the menu does what it does with one. */
  load(list: () => Promise<readonly Agent[]>): void {
    this.loaded = list().then(
      (all) => {
        this.#all = all;
        this.#host.requestUpdate();
      },
      (error: unknown) => console.error('<letta-chat>: the list of agents could not be had.', error),
    );
  }

  get several(): boolean {
    return this.#all.length > 1;
  }

  toggle(choosing = !this.choosing): void {
    this.choosing = choosing;
    this.#host.requestUpdate();
  }

  /** Whose conversation it is, where that is a question; a removed agent has only its name. */
  titleOf(name: string): string | undefined {
    if (!this.several) return undefined;
    return this.#all.find((agent) => agent.name === name)?.title ?? name;
  }

  choice(words: MenuStrings, chosen: (agent: Agent) => void): TemplateResult | typeof nothing {
    if (!this.choosing) return nothing;
    return html`<div class="agents" part="agents" role="group" aria-label=${words['menu.chooseAgent']}>
      <p class="agents-title">${words['menu.chooseAgent']}</p>
      ${this.#all.map(
        (agent) => html`<button type="button" class="agent" part="agent" @click=${() => chosen(agent)}>
          <span class="avatar agent-picture" aria-hidden="true">${initial(agent.title)}${picture({ agent })}</span>
          <span class="agent-title" dir="auto">${agent.title}</span>
          ${agent.description ? html`<span class="agent-about" dir="auto">${agent.description}</span>` : nothing}
        </button>`,
      )}
    </div>`;
  }
}

const initial = (title: string): string => {
  const [first] = new Intl.Segmenter().segment(title.trim());
  return first?.segment.toLocaleUpperCase() ?? '';
};
