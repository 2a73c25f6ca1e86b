/** The templates of the outer element: launcher, panel, header, notice. They hold no state; what a press does is handed in. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Problem, Snapshot, Status } from '../core/view.ts';
import { closeIcon, composeIcon, listIcon } from './icons.ts';
import type { MenuController } from './menu.ts';
import type { Replies } from './replies.ts';
import { fill, problemSentence, type Strings } from './strings/strings.ts';

export interface LauncherView {
  readonly open: boolean;
  readonly atStart: boolean;
  readonly unread: number;
  readonly strings: Strings;
  readonly pressed: () => void;
}

export interface PanelView {
  readonly snapshot: Snapshot;
  readonly strings: Strings;
  /** BCP 47 tag for dates and times; `undefined` is the browser's own. */
  readonly locale: string | undefined;
  readonly heading: string;
  readonly greeting: string;
  readonly placeholder: string;
  readonly suggestions: readonly string[];
  readonly replies: Replies | undefined;
  readonly shown: boolean;
  readonly fillsScreen: boolean;
  /** Absent where the panel cannot be closed (`inline`, `page`). */
  readonly close?: () => void;
  readonly startAnew: () => void;
  /** `null` where there is a single conversation. */
  readonly menu: MenuController | null;
  readonly keyPressed: (event: KeyboardEvent) => void;
  /** Takes the events of the inner elements. */
  readonly acts: EventListenerObject;
}

const OF_ONE_MESSAGE: ReadonlySet<Problem['code']> = new Set([
  'assistant_failed',
  'invalid_request',
  'too_large',
  'approval_pending',
  'nothing_to_resume',
]);

/** While these last, there is something to stop. */
const RUNNING: ReadonlySet<Status> = new Set(['sending', 'streaming', 'reconnecting', 'stopping']);

export function launcher({ open, atStart, unread, strings, pressed }: LauncherView): TemplateResult {
  return html`<slot name="launcher" @click=${pressed}>
    <letta-chat-launcher
      exportparts="launcher, badge"
      ?open=${open}
      ?start=${atStart}
      unread=${unread}
      label=${open ? strings.close : strings.open}
      description=${unread ? fill(strings.unread, { count: unread }) : ''}
    ></letta-chat-launcher>
  </slot>`;
}

export function panel(view: PanelView): TemplateResult {
  const { snapshot, strings, locale, heading, acts, close } = view;
  const { status } = snapshot;
  return html`<section
    class="panel"
    part="panel"
    role=${close ? 'dialog' : 'region'}
    aria-label=${heading}
    aria-modal=${view.fillsScreen ? 'true' : nothing}
    tabindex="-1"
    ?inert=${!view.shown}
    @keydown=${view.keyPressed}
    @submit-message=${acts}
    @draft=${acts}
    @stop-reply=${acts}
    @want-older=${acts}
    @message-action=${acts}
  >
    ${view.menu?.template(view)} ${header(view)}
    <letta-chat-transcript
      .messages=${snapshot.messages}
      .status=${status}
      .conversation=${snapshot.conversation}
      .hasOlder=${snapshot.hasOlder}
      .loadingOlder=${snapshot.loadingOlder}
      .greeting=${view.greeting}
      .suggestions=${view.suggestions}
      .replies=${view.replies}
      .strings=${strings}
      .locale=${locale}
    ></letta-chat-transcript>
    ${notice(snapshot, strings, locale)}
    <letta-chat-composer
      .placeholder=${view.placeholder}
      .draft=${snapshot.draft}
      .conversation=${snapshot.conversation}
      .running=${RUNNING.has(status)}
      .stopping=${status === 'stopping'}
      .strings=${strings}
      .locale=${locale}
    ></letta-chat-composer>
    <slot name="footer"></slot>
  </section>`;
}

function header({ heading, snapshot, strings, close, startAnew, menu }: PanelView): TemplateResult {
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
        menu && snapshot.messages.length
          ? html`<button type="button" class="icon-button" part="new" aria-label=${strings.newConversation} title=${strings.newConversation} @click=${startAnew}>
            ${composeIcon}
          </button>`
          : nothing
      }
      ${
        menu
          ? html`<button type="button" class="icon-button" part="conversations" aria-label=${strings.conversations} title=${strings.conversations} aria-expanded=${menu.open} @click=${menu.toggle}>
            ${listIcon}
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
  const { problem, storage, messages } = snapshot;
  // The message that waits says it already.
  const said = problem?.code === 'offline' && messages.some(({ state }) => state === 'queued');
  if (problem && !said)
    return html`<p class="notice" part="notice" ?data-severe=${problem.code !== 'offline'}>
      ${problemSentence(problem, strings, locale)}
    </p>`;
  return storage === 'memory' ? html`<p class="notice" part="notice">${strings.memory}</p>` : nothing;
}

function stateLine({ status, problem, messages }: Snapshot, strings: Strings): string {
  if (problem?.code === 'offline') return strings['status.offline'];
  if (problem && status === 'idle') return strings['status.failed'];
  if (status !== 'waiting' && status !== 'failed') return strings[`status.${status}`];
  const { code } = messages.findLast((message) => message.problem)?.problem ?? {};
  if (status === 'waiting' && code === 'offline') return strings['status.offline'];
  // One message failed and the next would work: the sentence at the message says enough.
  if (status === 'failed' && code && OF_ONE_MESSAGE.has(code)) return strings['status.idle'];
  return strings[`status.${status}`];
}

/** The first letter as the reader counts letters: an emoji or a letter with its accents is one. */
const initial = (heading: string): string => {
  const [first] = new Intl.Segmenter().segment(heading.trim());
  return first?.segment.toLocaleUpperCase() ?? '';
};
