/**
 * The surface of `<letta-chat>` towards the page: the attributes and properties that it may set, with their defaults, and by what
 * names slots, parts and custom properties are reached. `custom-elements.json` and the README's tables are made from the comments
 * here. What all that does is the element's business.
 */
import { LitElement } from 'lit';
import type { ChatClientOptions } from '../client.ts';
import type { Words } from './strings/strings.ts';

export type Mode = 'floating' | 'inline' | 'page';
export type Theme = 'auto' | 'light' | 'dark';
export type Position = 'end' | 'start';

/**
 * @tagname letta-chat
 *
 * @slot launcher - What opens the floating chat, in place of the round button.
 * @slot header - In place of avatar, heading and state.
 * @slot empty - In place of greeting and suggestions before the first message.
 * @slot message-ID - Below the agent's reply whose `id` is ID (`letta-chat-message` tells it): sources, buttons, a product.
 * @slot footer - Below the composer, for a hint or a link.
 *
 * @event {LettaChatOpenEvent} letta-chat-open - The floating panel has been shown; `detail.trigger` says by what.
 * @event {LettaChatCloseEvent} letta-chat-close - It has been hidden; `detail.trigger` says by what.
 * @event {LettaChatSendEvent} letta-chat-send - A message is about to be sent; `preventDefault()` keeps it from being sent.
 * @event {LettaChatMessageEvent} letta-chat-message - A reply has ended: `detail.message` is whole, stopped or failed.
 * @event {LettaChatFeedbackEvent} letta-chat-feedback - The visitor has called a reply good or bad, or taken it back.
 * @event {LettaChatStatusEvent} letta-chat-status - What the conversation is doing has changed.
 * @event {LettaChatConversationEvent} letta-chat-conversation - Another conversation is open, or this one has got its id or its variant.
 * @event {LettaChatErrorEvent} letta-chat-error - Something went wrong; `detail.messageId` says with which message.
 *
 * @csspart launcher - The button that opens the chat.
 * @csspart icon - The picture on it.
 * @csspart badge - How many replies came unseen.
 * @csspart notice - A slim line about the whole chat; beside the launcher: that it could not be loaded.
 * @csspart nudge - The bubble beside the launcher.
 * @csspart nudge-live - What holds its words.
 * @csspart nudge-text - Its words.
 * @csspart nudge-close - Its button.
 * @csspart panel - The box of the chat.
 * @csspart resize - The edges and the corner by which the panel is made larger.
 * @csspart header - The line at its top.
 * @csspart avatar - The agent's picture or initial.
 * @csspart heading - The title in the header.
 * @csspart state - The line below the heading.
 * @csspart new - The button for a new conversation.
 * @csspart conversations - The button that opens the list of conversations.
 * @csspart close - The button that closes the panel.
 * @csspart transcript - What scrolls.
 * @csspart find - The bar for finding words.
 * @csspart day - The date between messages.
 * @csspart greeting - The words before the first message.
 * @csspart suggestions - The list of what one might ask.
 * @csspart suggestion - One of them.
 * @csspart message - One message, with `user`, `assistant` or `reasoning`.
 * @csspart user - A message of the visitor.
 * @csspart assistant - A reply.
 * @csspart reasoning - The agent's thoughts.
 * @csspart bubble - The words of the visitor's message.
 * @csspart text - The words of a reply.
 * @csspart error - What went wrong with a message.
 * @csspart actions - The line below a reply.
 * @csspart copy - Copies a reply.
 * @csspart read-aloud - Reads a reply aloud.
 * @csspart feedback - Calls a reply good, or bad.
 * @csspart again - Asks something else in a message's place.
 * @csspart typing - The three dots.
 * @csspart jump - The way back to the end.
 * @csspart farewell - In place of the composer when the agent is gone.
 * @csspart composer - The field with its buttons.
 * @csspart input - Where one writes.
 * @csspart preview - A picture that will be sent.
 * @csspart voice - Dictates.
 * @csspart send - Sends.
 * @csspart stop - Stops the reply.
 * @csspart limit - How many characters are left.
 * @csspart menu - The list of conversations with all around it.
 * @csspart back - Leaves it.
 * @csspart search - Its search field.
 * @csspart conversation-list - The list.
 * @csspart conversation - One conversation.
 * @csspart info - Shows what is known of it.
 * @csspart details - What is known of a conversation.
 * @csspart find-words - Finds words in the open conversation.
 * @csspart export - Saves it as a file.
 * @csspart toast - That it has been deleted, and the way back.
 * @csspart agents - The choice of agents.
 * @csspart agent - One agent.
 * @csspart privacy - The privacy menu.
 *
 * @cssproperty [--letta-chat-accent=light-dark(#3355e0, #8fa6ff)] - The one colour that a page gives: the rest is derived from it. Opaque.
 * @cssproperty --letta-chat-accent-ink - Text on the accent. Default: white or nearly black, by the accent's luminance.
 * @cssproperty --letta-chat-accent-text - Links, text buttons, focus rings. Default: the accent, darkened or lightened until it has 4.5:1 on the surfaces.
 * @cssproperty [--letta-chat-surface=light-dark(#ffffff, #15171c)] - What everything stands on.
 * @cssproperty [--letta-chat-surface-sunken=light-dark(#f5f6f8, #1e2128)] - Code, notices, what the pointer is over.
 * @cssproperty [--letta-chat-ink=light-dark(#16181d, #eceef2)] - Text.
 * @cssproperty [--letta-chat-ink-soft=light-dark(#5b6270, #a3aab8)] - Times, hints, icons.
 * @cssproperty [--letta-chat-line=light-dark(#d9dde4, #2c3038)] - Lines that decorate.
 * @cssproperty [--letta-chat-control-line=light-dark(#878e9b, #6b7280)] - Edges of fields and chips.
 * @cssproperty [--letta-chat-danger=light-dark(#b42318, #ff9a8f)] - What went wrong, what deletes, the badge.
 * @cssproperty --letta-chat-font - Default: the page's font; the system's where the page has chosen none.
 * @cssproperty [--letta-chat-font-size=15px] - Of messages; everything else follows it.
 * @cssproperty --letta-chat-code-font - Default: the system's monospaced font.
 * @cssproperty [--letta-chat-spacing=16px] - Distance of the content from the panel's edges; distances within follow it. 12px is dense.
 * @cssproperty [--letta-chat-radius=18px] - Corners of the panel.
 * @cssproperty [--letta-chat-bubble-radius=16px] - Corners of the visitor's messages.
 * @cssproperty [--letta-chat-control-radius=12px] - Corners of buttons, fields, rows and code; chips and the composer have a multiple.
 * @cssproperty --letta-chat-shadow - Below the floating panel.
 * @cssproperty [--letta-chat-duration=160ms] - Of each movement and fade.
 * @cssproperty [--letta-chat-width=400px] - Of the floating panel.
 * @cssproperty --letta-chat-height - Default: 680px floating, 560px inline, the window's height as a page; never more than there is.
 * @cssproperty [--letta-chat-column=720px] - The widest that the transcript gets within a wide panel.
 * @cssproperty [--letta-chat-offset=20px] - Distance of launcher and panel from the window's edges.
 * @cssproperty --letta-chat-offset-block - The same from below. Default: `--letta-chat-offset`.
 * @cssproperty --letta-chat-offset-inline - The same from the side. Default: `--letta-chat-offset`.
 * @cssproperty [--letta-chat-launcher-size=56px] - The round button's diameter.
 * @cssproperty [--letta-chat-z-index=2147483000] - Of the floating chat.
 */
export class LettaChatSettings extends LitElement {
  static override properties = {
    proxy: {},
    agent: {},
    mode: { reflect: true, useDefault: true },
    open: { type: Boolean, reflect: true },
    heading: {},
    greeting: {},
    placeholder: {},
    theme: { reflect: true, useDefault: true },
    position: { reflect: true, useDefault: true },
    label: {},
    icon: {},
    nudgeText: { attribute: 'nudge' },
    nudgeAfter: { attribute: 'nudge-after' },
    shortcut: {},
    imageOrigins: { attribute: 'image-origins' },
    noHighlight: { type: Boolean, attribute: 'no-highlight' },
    maths: { type: Boolean },
    single: { type: Boolean },
    voiceInput: { type: Boolean, attribute: 'voice-input' },
    readAloud: { type: Boolean, attribute: 'read-aloud' },
    feedback: { type: Boolean },
    conversationId: { attribute: 'conversation-id' },
    suggestions: { attribute: false },
    identity: { attribute: false },
    tools: { attribute: false },
    strings: { attribute: false },
  };

  /** Address of the proxy. Default: the origin of the script. */
  declare proxy: string | null;
  /** One of the names that the proxy lists. Default: its first. */
  declare agent: string | null;
  /** `floating` over the page, `inline` in its own box, `page` in the whole window. */
  declare mode: Mode;
  /** Whether the floating panel is shown. */
  declare open: boolean;
  /** Default: the agent's title. */
  declare heading: string | null;
  /** The words before the first message. Default: the agent's, else the widget's. */
  declare greeting: string | null;
  /** The words in the empty field. */
  declare placeholder: string | null;
  /** `auto` follows the page, live: its `color-scheme`, else its background. */
  declare theme: Theme;
  /** The side of the page at which it floats. */
  declare position: Position;
  /** Beside the launcher's glyph while the chat is closed. Default: nothing. */
  declare label: string | null;
  /** Address of a picture in place of the launcher's glyph. */
  declare icon: string | null;
  /** What a bubble beside the launcher says to a visitor who has not opened the chat. Default: there is none. */
  declare nudgeText: string | null;
  /** After how many seconds it comes. Default: 8. */
  declare nudgeAfter: number | string | null;
  /** Opens and closes the floating chat, in the notation of `aria-keyshortcuts`: `Control+/`. Default: none. */
  declare shortcut: string | null;
  /** Origins, separated by spaces, whose images replies may show. Default: none; an image is then a link. */
  declare imageOrigins: string | null;
  /** Code in replies is not coloured. */
  declare noHighlight: boolean;
  /** `$…$` and `$$…$$` in replies are maths. */
  declare maths: boolean;
  /** One conversation and no other: no list of them, and no button for a new one. */
  declare single: boolean;
  /** Messages can be dictated, where the browser has that; what is said may go to the browser's maker. */
  declare voiceInput: boolean;
  /** Replies can be read aloud, where the browser has that; their words may go to the browser's maker. */
  declare readAloud: boolean;
  /** Finished replies can be called good or bad; the proxy counts it. */
  declare feedback: boolean;
  /** The conversation to open at the start, and whenever this changes; an unknown one is a new one. Default: the last. */
  declare conversationId: string | null;
  /** Offered before the first message; a press sends one. */
  declare suggestions: readonly string[];
  /** The signed-in user's token, made by the page's server; as a function, asked whenever one is needed. */
  declare identity: ChatClientOptions['identity'];
  /** Functions of the page that the agent may call, by name. */
  declare tools: ChatClientOptions['tools'];
  /** Words in place of the built-in ones. */
  declare strings: Words | undefined;
  constructor() {
    super();
    this.mode = 'floating';
    this.open = false;
    this.theme = 'auto';
    this.position = 'end';
    this.noHighlight = false;
    this.maths = false;
    this.single = false;
    this.voiceInput = false;
    this.readAloud = false;
    this.feedback = false;
    this.suggestions = [];
  }
}
