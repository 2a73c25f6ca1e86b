/** The templates of the outer element: launcher, panel, header, notice. They hold no state; what a press does is handed in. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../core/view.ts';
import { closeIcon, icon } from './icons.ts';
import type { Later } from './later.ts';
import type { MenuController } from './menu.ts';
import { firstSentence, type Strings } from './strings/strings.ts';
import type { ActsHost } from './visitor-acts.ts';

export interface LauncherView {
  readonly label: string | null;
  readonly icon: string | null;
  readonly open: boolean;
  readonly atStart: boolean;
  readonly unread: number;
  readonly later: Later | undefined;
  readonly strings: Strings;
  readonly pressed: () => void;
}

export interface PanelView {
  readonly snapshot: Snapshot;
  readonly strings: Strings;
  readonly heading: string;
  readonly shown: boolean;
  readonly fillsScreen: boolean;
  /** Absent where the panel cannot be closed (`inline`, `page`). */
  readonly close: (() => void) | undefined;
  readonly host: ActsHost;
  readonly later: Later | undefined;
  /** Absent where there is a single conversation, and until it is loaded. */
  readonly menu: MenuController | undefined;
  readonly keyPressed: (event: KeyboardEvent) => void;
  /** Takes what is pasted or dropped. */
  readonly take: (event: ClipboardEvent & DragEvent) => void;
}

const chevron = html`<span slot="icon">${icon('M6 10l6 6 6-6')}</span>`;

export function launcher({
  label,
  icon: picture,
  open,
  atStart,
  unread,
  later,
  strings,
  pressed,
}: LauncherView): TemplateResult {
  return html`<slot name="launcher" @click=${pressed}>
    <letta-chat-launcher
      exportparts="launcher, icon"
      ?open=${open}
      ?start=${atStart}
      label=${open ? strings.close : label || strings.open}
      description=${later?.unreadSentence(unread, strings) ?? ''}
      >${open ? chevron : [picture ? html`<img slot="icon" src=${picture} alt="" />` : nothing, label]}</letta-chat-launcher
    ></slot
  >${later?.badge(unread)}`;
}

export function panel(view: PanelView, transcript: TemplateResult, composer: TemplateResult): TemplateResult {
  const { menu } = view;
  return html`<section
    class="panel"
    part="panel"
    role=${view.close ? 'dialog' : 'region'}
    aria-label=${view.heading}
    aria-modal=${view.fillsScreen || nothing}
    tabindex="-1"
    ?inert=${!view.shown}
    @keydown=${view.keyPressed}
    @paste=${view.take}
    @dragenter=${view.take}
    @dragover=${view.take}
    @drop=${view.take}
  >
    ${menu?.template(view)} ${header(view)} ${transcript} ${notice(view)} ${menu?.foot(view)} ${composer}
    <slot name="footer"></slot>
  </section>`;
}

function header(view: PanelView): TemplateResult {
  const { heading, snapshot, strings, close, menu, later } = view;
  return html`<div class="header" part="header">
    <slot name="header">
      <span class="avatar" part="avatar" aria-hidden="true">${initial(heading)}${later?.picture(snapshot)}</span>
      <div class="who">
        <h2 class="heading" part="heading"><bdi>${heading}</bdi></h2>
        <p class="state" part="state"><bdi>${stateLine(view)}</bdi></p>
      </div>
    </slot>
    <div class="header-actions">
      ${menu?.buttons(view)} ${close ? iconButton('close', strings.close, closeIcon, close) : nothing}
    </div>
  </div>`;
}

export const iconButton = (
  part: string,
  label: string,
  icon: TemplateResult,
  pressed: () => void,
  expanded?: boolean,
): TemplateResult =>
  html`<button type="button" class="icon-button" part=${part} aria-label=${label} title=${label} aria-expanded=${expanded ?? nothing} @click=${pressed}>${icon}</button>`;

/** What concerns the whole chat, in one slim line; nothing most of the time. */
function notice({ snapshot, strings, later }: PanelView): TemplateResult | typeof nothing {
  const { problem, storage, messages } = snapshot;
  const offline = problem?.code === 'offline';
  // The message that waits says it already.
  const said = !problem || (offline && messages.some(({ state }) => state === 'queued'));
  // The word for a browser that keeps nothing comes later: it is no trouble yet.
  const sentence = said
    ? storage === 'memory' && strings.memory
    : (later?.problemSentence ?? firstSentence)(problem, strings);
  return sentence ? html`<p class="notice" part="notice" ?data-severe=${!said && !offline}>${sentence}</p>` : nothing;
}

function stateLine({ snapshot, strings, later }: PanelView): string {
  const { status, problem } = snapshot;
  const first = problem?.code === 'offline' ? 'offline' : problem && status === 'idle' ? 'failed' : status;
  return strings[`status.${later?.shownStatus(snapshot) ?? first}`];
}

/** The first letter as the reader counts letters: an emoji or a letter with its accents is one. */
const initial = (heading: string): string => {
  const [first] = new Intl.Segmenter().segment(heading.trim());
  return first?.segment.toLocaleUpperCase() ?? '';
};
