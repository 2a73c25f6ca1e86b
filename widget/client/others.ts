/**
 * What a session does beside the open conversation: others are opened, listed, and go on behind it; visitors come back. How the
 * session itself works is session.ts's business.
 */
import type { Event } from '../core/events.ts';
import { emptyState, isUnderWay, type State } from '../core/state.ts';
import { listConversations } from '../transport/lists.ts';
import { type Background, createBackground } from './background.ts';
import { type Conversations, createConversations } from './conversations.ts';
import { createDirectory, type Directory } from './directory.ts';
import type { Effects } from './effects.ts';
import type { Inside } from './session.ts';

export interface Others {
  readonly conversations: Conversations;
  readonly directory: Directory;
  /** Opens a conversation; `null`: a new one, with this agent or the last. */
  open(conversation: string | null, agent: string | undefined): Promise<void>;
  /** Goes on with what was under way in others, and asks for the list of them. */
  lookAround(): void;
  /** Who answers in the open conversation; in a new one who answered last. */
  partner(): string | undefined;
  /** What is about to be decided on concerns more than the open conversation. */
  happened(event: Event): void;
  /** The same of an engine that is at work for another conversation. */
  heard(engine: Effects, event: Event): void;
  /** This tab no longer leads. */
  stop(): void;
}

/** A line that was silent for this long when the visitor returns is not waited for (milliseconds): a ping has been missed. */
const SUSPICIOUS = 20_000;

export function createOthers(inside: Inside): Others {
  const { options, transport, saving, drafts, state, engine, newEngine, stamped, report, goOn, grant } = inside;
  const { ports } = options;
  let behind: Background | null = null;

  function background(): Background {
    const noted = (conversations: State['conversations']) => report({ type: 'conversationsLoaded', conversations });
    behind ??= createBackground({ saving, newEngine, stamped, noted, list: () => state().conversations });
    return behind;
  }

  async function resumeOthers(): Promise<void> {
    const others = (await saving.unfinished()).filter((id) => id !== state().conversation);
    if (others.length > 0 && engine()) others.map(background().resume);
  }

  /** A conversation that has not been begun is a new one already; what was refused in it goes. */
  async function openHere(conversation: string | null): Promise<void> {
    if (conversation === state().conversation && conversation !== null) return;
    if (conversation === null && state().conversation === null) {
      if (!isUnderWay(state())) await goOn(emptyState);
      return;
    }
    await saving.flush();
    if (isUnderWay(state())) background();
    await reopen(conversation);
  }

  async function reopen(conversation: string | null): Promise<void> {
    await behind?.release(conversation);
    const kept = await saving.load(conversation);
    const current = engine();
    if (current && behind && isUnderWay(state())) {
      behind.adopt(current, state());
      inside.renewEngine();
    }
    drafts.text = kept.draft;
    await goOn(kept.state);
  }

  const agentHere = () => state().conversations.find(({ id }) => id === state().conversation)?.agent;

  function partner(chosen = agentHere()): string | undefined {
    const { agent } = state();
    return chosen ?? (agent?.removed ? undefined : agent?.name);
  }

  function checkAgent(chosen = agentHere()): void {
    const other = chosen !== state().agent?.name && !options.agent && chosen;
    // What is said next is said to that one, even before more than its name is known.
    if (other) void report({ type: 'agentLoaded', agent: { name: other, title: other, description: '' } });
    if (other || state().agent?.removed) inside.lookForAgent(partner(chosen));
  }

  /** A person who has nothing on this device finds the newest conversation of the others. */
  function goBack(): void {
    const [newest] = state().conversations;
    if (!inside.reuses() || !newest || drafts.text || isUnderWay(state()) || state().transcript.length > 0) return;
    void grant({ id: ports.randomId(), open: newest.id });
  }

  return {
    conversations: createConversations({ transport, saving, state, tell: inside.happen, signal: inside.signal }),
    directory: createDirectory(transport, inside.signal),
    async open(conversation, agent) {
      await openHere(conversation);
      checkAgent(agent);
    },
    lookAround() {
      void resumeOthers();
      const known = state().conversations;
      void inside
        .asks((signal) => listConversations(transport, signal))
        .then((conversations) => {
          void report({ type: 'conversationsLoaded', conversations, known });
          checkAgent();
          goBack();
        });
    },
    partner,
    happened(event) {
      if (event.type === 'conversationDeleted') {
        behind?.drop(event.id);
        saving.forget(event.id);
      }
      if (event.type !== 'wentOnline' && event.type !== 'becameVisible') return;
      engine()?.dropSilent(SUSPICIOUS);
      behind?.happened(event);
    },
    heard: (one, event) => behind?.heard(one, event),
    stop() {
      behind?.close();
      behind = null;
    },
  };
}
