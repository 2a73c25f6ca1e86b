/** The agent's picture, over its initial once it is there: the page's policy, or the line, may not let it come. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../core/view.ts';

export const picture = ({ agent }: Pick<Snapshot, 'agent'>): TemplateResult | typeof nothing =>
  agent?.avatar
    ? html`<img hidden alt="" referrerpolicy="no-referrer" src=${agent.avatar} @load=${loaded} @error=${loaded} />`
    : nothing;

const loaded = ({ type, target }: Event): void =>
  void (target as HTMLElement).toggleAttribute('hidden', type === 'error');
