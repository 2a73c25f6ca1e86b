/**
 * Follows the language that is wanted: the one that the page declares for the element, as its words are part of the page; where it
 * declares none, the visitor's. English is here; `strings/languages.ts` knows and fetches the others.
 */
import type { LitElement, ReactiveController } from 'lit';
import type { Speech } from './strings/languages.ts';
import { languagesOf } from './strings/wanted.ts';
import { report } from './visitor-acts.ts';

/** How long the first words wait for their language, in milliseconds; then they are English until it comes. */
const PATIENCE = 1000;

/** What is built in will do. All else is looked up, however unusual it is written. */
const ENGLISH = /^en(-[a-z]{2})?(?=,|$)/i;

export class LanguageController implements ReactiveController {
  speech: Speech = { words: {} };
  /** Resolves when the wanted language is there, cannot be had, or has been waited for. */
  ready: Promise<unknown> | undefined;
  #host: LitElement;
  #changed: () => void;
  #wanted: string | undefined;
  #observer = new MutationObserver(() => this.follow());

  /** `changed` is called with each language that has come. */
  constructor(host: LitElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
    this.follow();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  /** Looks what is wanted now, and fetches it, also where that has failed before. */
  follow(): void {
    const tags = languagesOf(this.#host);
    if (this.#wanted === tags) return;
    this.#wanted = tags;
    this.ready = Promise.race([this.#speak(tags), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }

  async #speak(tags: string): Promise<void> {
    try {
      const [locale] = ENGLISH.exec(tags) ?? [];
      const speech = locale
        ? { words: { locale } }
        : await (await import('./strings/languages.ts')).speak(tags, this.#host);
      if (this.#wanted !== tags) return;
      this.speech = speech;
      this.#changed();
    } catch (error) {
      this.#wanted = undefined;
      report(error);
    }
  }
}
