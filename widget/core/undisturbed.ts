/**
 * The way of a message that nothing disturbs, from the outbox to the end of its reply: what is decided before the rest of the
 * engine is loaded. What it does not decide (`null`) is talk.ts's business, and waits until that is there.
 */
import type { Event, EventOf, Fact, Step } from './events.ts';
import { step } from './events.ts';
import { created, proceed, submit } from './outbox.ts';
import { problemOf } from './problem.ts';
import { cutShort, heard, streamOpened } from './reply.ts';
import { lastSeen, type State, type Turn, type TurnOf } from './state.ts';

type Rules = { readonly [Type in Fact['type']]?: (state: State, event: EventOf<Type>) => Step | null };

/** What may happen at any time. */
const RULES: Rules = {
  restored: begin,
  submitted: submit,
  seen: look,
  wentOnline: stay,
  becameVisible: stay,
  agentLoaded: (state, { agent }) => step({ ...state, agent, problem: null }),
  troubled: (state, { failure, now }) => step({ ...state, problem: problemOf(failure, now) }),
  conversationsLoaded: (state, { conversations }) => step({ ...state, conversations, problem: null }),
};

type Turns = {
  readonly [Phase in Turn['phase']]?: {
    readonly [Type in Fact['type']]?: (state: State, turn: TurnOf<Phase>, event: EventOf<Type>) => Step | null;
  };
};

const TURNS: Turns = {
  creating: { conversationCreated: (state, _, event) => (event.reused ? null : created(state, event)) },
  sending: { streamOpened },
  streaming: { eventReceived: heard },
  closing: {
    timerFired: (state, { calls }) => (calls.length > 0 ? null : cutShort(state)),
    streamClosed: (state, { calls }) => (calls.length > 0 ? null : proceed(state)),
    eventReceived: (state) => step(state), // what comes after the end
  },
};

type Rule = (state: State, ...happened: readonly unknown[]) => Step | null;

export function undisturbed(state: State, event: Event): Step | null {
  const { turn, reading } = state;
  const rule = RULES[event.type] as Rule | undefined; // a type's rule takes events of this type
  if (rule) return rule(state, event);
  if (!('ticket' in event) || event.ticket === reading?.ticket) return null;
  if (!('ticket' in turn) || event.ticket !== turn.ticket) return step(state); // it comes late
  const act = TURNS[turn.phase]?.[event.type] as Rule | undefined; // a phase's rule takes turns in this phase
  return act?.(state, turn, event) ?? null;
}

const isNew = ({ conversation, transcript, outbox, turn }: State): boolean =>
  conversation === null && transcript.length + outbox.length === 0 && turn.phase === 'idle';

/** Nothing was kept, and nothing has been said. */
function begin(previous: State, { state }: EventOf<'restored'>): Step | null {
  if (!isNew(previous) || !isNew(state)) return null;
  const { agent, conversations, tickets } = previous;
  return step({ ...state, agent: state.agent ?? agent, conversations, tickets });
}

/** Nothing waits that could go on. */
function stay(state: State): Step | null {
  return isNew(state) ? step(state) : null;
}

function look(state: State): Step {
  const seen = lastSeen(state);
  return step(seen === state.seen ? state : { ...state, seen });
}
