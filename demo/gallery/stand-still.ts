/**
 * Stops the page's clock, so that "today", times and dates are the same in every picture. To be imported before anything that
 * asks for the time; timers and animations go on.
 */
import { NOW } from './clock.ts';

const RealDate = Date;

globalThis.Date = class FixedDate extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length ? given : [NOW]) as [number]));
  }
  static override now(): number {
    return NOW;
  }
} as DateConstructor;
