/** A request needs the leader. If it was a command, it may be executed all the same, by a later leader. */
export class NotLeader extends Error {
  override readonly name = "NotLeader";
  /** The name of the leader; null if this node knows none. */
  readonly leader: string | null;

  constructor(leader: string | null) {
    super(leader === null ? "no leader is known" : `the leader is ${leader}`);
    this.leader = leader;
  }
}
