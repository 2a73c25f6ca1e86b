/** The attributes and properties that a page may set on `<letta-chat>`, with their defaults. What they do is its business. */
import { LitElement } from 'lit';
import type { ChatClientOptions } from '../client.ts';
import type { Words } from './strings/strings.ts';

export type Mode = 'floating' | 'inline' | 'page';
export type Theme = 'auto' | 'light' | 'dark';
export type Position = 'end' | 'start';

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
  declare mode: Mode;
  /** Whether the floating panel is shown. */
  declare open: boolean;
  /** Default: the agent's title. */
  declare heading: string | null;
  declare greeting: string | null;
  declare placeholder: string | null;
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
    this.imageOrigins = null;
    this.noHighlight = false;
    this.maths = false;
    this.single = false;
    this.voiceInput = false;
    this.readAloud = false;
    this.conversationId = null;
    this.suggestions = [];
  }
}
