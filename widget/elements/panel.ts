/** Templates of the panel's frame: header and notices. They hold no state; what a press does is handed in. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../core/view.ts';
import { closeIcon, composeIcon } from './icons.ts';
import { problemSentence, type Strings } from './strings/strings.ts';

export interface HeaderView {
  readonly heading: string;
  readonly snapshot: Snapshot;
  readonly strings: Strings;
  /** Absent where the panel cannot be closed (`inline`, `page`). */
  readonly close?: () => void;
  readonly startAnew: () => void;
}

export function header({ heading, snapshot, strings, close, startAnew }: HeaderView): TemplateResult {
  return html`<header class="header" part="header">
    <slot name="header">
      <span class="avatar" part="avatar" aria-hidden="true">${initial(heading)}</span>
      <div class="who">
        <h2 class="heading" part="heading"><bdi>${heading}</bdi></h2>
        <p class="state" part="state"><bdi>${stateLine(snapshot, strings)}</bdi></p>
      </div>
    </slot>
    <div class="header-actions">
      ${
        snapshot.messages.length
          ? html`<button type="button" class="icon-button" part="new" aria-label=${strings.newConversation} title=${strings.newConversation} @click=${startAnew}>
            ${composeIcon}
          </button>`
          : nothing
      }
      ${
        close
          ? html`<button type="button" class="icon-button" part="close" aria-label=${strings.close} title=${strings.close} @click=${close}>
            ${closeIcon}
          </button>`
          : nothing
      }
    </div>
  </header>`;
}

/** What concerns the whole chat, in one slim line; nothing most of the time. */
export function notice(
  snapshot: Snapshot,
  strings: Strings,
  locale: string | undefined,
): TemplateResult | typeof nothing {
  const { problem, storage } = snapshot;
  if (problem)
    return html`<p class="notice" part="notice" ?data-severe=${problem.code !== 'offline'}>
      ${problemSentence(problem, strings, locale)}
    </p>`;
  return storage === 'memory' ? html`<p class="notice" part="notice">${strings.memory}</p>` : nothing;
}

function stateLine({ status, problem }: Snapshot, strings: Strings): string {
  if (problem?.code === 'offline') return strings['status.offline'];
  if (problem && status === 'idle') return strings['status.failed'];
  return strings[`status.${status}`];
}

/** The first letter as the reader counts letters: an emoji or a letter with its accents is one. */
const initial = (heading: string): string => {
  const [first] = new Intl.Segmenter().segment(heading.trim());
  return first?.segment.toLocaleUpperCase() ?? '';
};
