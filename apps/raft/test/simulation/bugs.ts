import { Ballot } from "../../src/consensus/ballot.ts";
import { ElectionTimer } from "../../src/consensus/election-timer.ts";
import { Leadership } from "../../src/consensus/leadership.ts";
import { Log } from "../../src/consensus/log.ts";
import { Standing } from "../../src/consensus/standing.ts";
import { Sessions } from "../../src/store/sessions.ts";
import { override } from "./override.ts";
import { SimulatedStorage } from "./simulated-storage.ts";

/** Plants a bug. It is there until the result is disposed of. */
type Plant = () => Disposable;

/** Bugs that implementations of Raft have had. Each is one method that is not as it should be. */
export const bugs: Readonly<Record<string, Plant>> = {
  "votes are not persisted": () => override(Ballot, "records", () => termAlone),

  "a majority is enough to commit an entry of an earlier term": () => override(Leadership, "mayCommit", () => () => true),

  "an entry that conflicts with the leader's is not removed": () => override(Log, "conflicts", () => () => false),

  "a leader answers reads without asking a majority": () => override(Leadership, "confirm", () => nothing),

  "election timeouts are not random": () => override(ElectionTimer, "duration", () => () => 200),

  "entries are not synced": () => override(SimulatedStorage, "sync", () => nothing),

  "a leader goes on in a later term": () => override(Standing, "follow", unlessLeader),

  "a change that is sent again is executed again": () => override(Sessions, "resultOf", () => () => undefined),

  "a leader's message does not put off the election": () => override(ElectionTimer, "putOff", () => () => {}),

  "a snapshot replaces a newer log": () => override(Log, "covers", () => () => false),
};

function* nothing() {}

function termAlone(this: Ballot) {
  return [{ ballot: { term: this.term, vote: null } }];
}

function unlessLeader(follow: () => void) {
  return function (this: Standing) {
    if (this.role !== "leader") follow.call(this);
  };
}
