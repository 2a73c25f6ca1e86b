/** What each phase of a turn makes of what happens in it: the engine's rules at a glance. What is not listed changes nothing. */
import { answer, toolsFinished } from './approvals.ts';
import { askHistory, askingFailed } from './ending.ts';
import type { Event, EventOf, Fact, Step } from './events.ts';
import { step } from './events.ts';
import { proceed } from './outbox.ts';
import { conversationCreated, creatingFailed, sendAgain, sendFailed } from './sending.ts';
import type { State, Turn, TurnOf } from './state.ts';
import { cancelFailed, cancelled, decline, holdBack, patienceEnded, stopFirst, stopRun, tell } from './stop.ts';
import { cutShort, eventReceived, lineLost, resume, resumeFailed, streamOpened, streamRanOut } from './turn.ts';

type Turns = {
  readonly [Phase in Turn['phase']]: {
    readonly [Type in Fact['type']]?: (state: State, turn: TurnOf<Phase>, event: EventOf<Type>) => Step;
  };
};

const TURNS: Turns = {
  idle: { restored: proceed },
  paused: { restored: proceed, timerFired: proceed, stopRequested: holdBack },
  creating: {
    restored: proceed,
    conversationCreated,
    requestFailed: creatingFailed,
    stopRequested: stopFirst,
  },
  sending: { restored: sendAgain, streamOpened, requestFailed: sendFailed, stopRequested: stopRun },
  streaming: {
    restored: resume,
    eventReceived,
    streamClosed: lineLost,
    requestFailed: lineLost,
    stopRequested: stopRun,
  },
  lost: { restored: resume, timerFired: resume, stopRequested: stopRun },
  resuming: { restored: resume, streamOpened, requestFailed: resumeFailed, stopRequested: stopRun },
  reconciling: { restored: askHistory, timerFired: askHistory, requestFailed: askingFailed, stopRequested: stopRun },
  stopping: { restored: tell, timerFired: patienceEnded, cancelled, requestFailed: cancelFailed },
  closing: { restored: streamRanOut, timerFired: cutShort, streamClosed: streamRanOut, requestFailed: streamRanOut },
  answering: { restored: answer, toolsFinished, stopRequested: decline },
};

type Rule = (state: State, turn: Turn, event: Event) => Step;

export function act(state: State, event: Event): Step {
  const { turn } = state;
  const rule = TURNS[turn.phase][event.type] as Rule | undefined; // a phase's rule takes turns in this phase
  return rule ? rule(state, turn, event) : step(state);
}
