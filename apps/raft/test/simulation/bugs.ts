import { Ballot } from "../../src/consensus/ballot.ts";
import { ElectionTimer } from "../../src/consensus/election-timer.ts";
import { Leadership } from "../../src/consensus/leadership.ts";
import { Log } from "../../src/consensus/log.ts";
import { Standing } from "../../src/consensus/standing.ts";
import { Sessions } from "../../src/store/sessions.ts";
import { override } from "./override.ts";
import { SimulatedStorage } from "./simulated-storage.ts";

/** Bugs that implementations of Raft have had. Each plants itself, and returns the function that removes it. */
export const bugs: Readonly<Record<string, () => () => void>> = {
  "votes are not persisted": () =>
    override(
      Ballot,
      "records",
      () =>
        function (this: Ballot) {
          return [{ ballot: { term: this.term, vote: null } }];
        },
    ),

  "a majority is enough to commit an entry of an earlier term": () => override(Leadership, "mayCommit", () => () => true),

  "an entry that conflicts with the leader's is not removed": () => override(Log, "conflicts", () => () => false),

  "a leader answers reads without asking a majority": () => override(Leadership, "confirm", () => function* () {}),

  "election timeouts are not random": () => override(ElectionTimer, "duration", () => () => 200),

  "entries are not synced": () => override(SimulatedStorage, "sync", () => function* () {}),

  "a leader goes on in a later term": () =>
    override(
      Standing,
      "follow",
      (follow) =>
        function (this: Standing) {
          if (this.role !== "leader") follow.call(this);
        },
    ),

  "a change that is sent again is executed again": () => override(Sessions, "resultOf", () => () => undefined),

  "a leader's message does not put off the election": () => override(ElectionTimer, "putOff", () => () => {}),

  "a snapshot replaces a newer log": () => override(Log, "covers", () => () => false),
};
