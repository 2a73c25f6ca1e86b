/** The foot of the menu: what becomes of the visitor's words, and deleting them. */
import { html, nothing, type TemplateResult } from 'lit';
import { shieldIcon } from './icons.ts';
import type { MenuStrings } from './strings.ts';

export type PrivacyState = 'closed' | 'open' | 'asking' | 'deleting';

export interface PrivacyView {
  readonly state: PrivacyState;
  readonly words: MenuStrings;
  /** Absent when no conversation is open. */
  readonly deleteThis: (() => void) | undefined;
  readonly deleteAll: () => void;
  readonly change: (state: PrivacyState) => void;
}

export function privacy(view: PrivacyView): TemplateResult {
  const { state, words, change } = view;
  const open = state !== 'closed';
  return html`<footer class="privacy" part="privacy">
    <button type="button" class="privacy-toggle" aria-expanded=${String(open)} @click=${() => change(open ? 'closed' : 'open')}>
      ${shieldIcon}<span>${words['menu.privacy']}</span>
    </button>
    ${open ? (state === 'open' ? choices(view) : question(view)) : nothing}
  </footer>`;
}

function choices({ words, deleteThis, change }: PrivacyView): TemplateResult {
  return html`<div class="privacy-body">
    <p>${words['menu.privacyNote']}</p>
    ${deleteThis ? html`<button type="button" class="danger-button" @click=${deleteThis}>${words['menu.deleteThis']}</button>` : nothing}
    <button type="button" class="danger-button" data-all @click=${() => change('asking')}>${words['menu.deleteAll']}</button>
  </div>`;
}

function question({ state, words, deleteAll, change }: PrivacyView): TemplateResult {
  const busy = state === 'deleting';
  return html`<div class="privacy-body" role="alertdialog" aria-label=${words['menu.deleteAll']} aria-describedby="letta-chat-confirm">
    <p id="letta-chat-confirm">${words['menu.confirmAll']}</p>
    <div class="answers">
      <button type="button" class="plain-button" data-cancel ?disabled=${busy} @click=${() => change('open')}>${words['menu.cancel']}</button>
      <button type="button" class="danger-button filled" ?disabled=${busy} @click=${deleteAll}>${words['menu.deleteAll']}</button>
    </div>
  </div>`;
}
