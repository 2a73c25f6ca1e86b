/** The visitor goes back from the menu to the chat. */
export class LeaveMenuEvent extends Event {
  /** To a conversation that has just been opened. */
  readonly chosen: boolean;
  /** The list stays where it is, beside the chat. */
  readonly stays: boolean;

  constructor(chosen: boolean, stays: boolean) {
    super('leave-menu');
    this.chosen = chosen;
    this.stays = stays;
  }
}
