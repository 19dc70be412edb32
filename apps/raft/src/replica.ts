import { startServer } from "@asyncio-ts/streams";
import { type Coroutine, taskGroup } from "asyncio-ts";
import { Journal } from "./consensus/journal.ts";
import { Raft } from "./consensus/raft.ts";
import { defaultSettings, type Settings } from "./consensus/settings.ts";
import type { Storage } from "./storage/storage.ts";
import { KeyValueStore } from "./store/key-value-store.ts";
import { Service } from "./store/service.ts";
import type { Members } from "./wire/address.ts";
import { answerRequests } from "./wire/answer-requests.ts";

/** A node of the cluster: a store, its part in the consensus, and a server for clients and for other nodes. */
export class Replica {
  readonly name: string;
  readonly raft: Raft;
  readonly #members: Members;
  readonly #journal: Journal;
  readonly #service: Service;

  /**
   * @param members all nodes of the cluster, this one included
   * @param storage the files of this node alone
   */
  constructor(name: string, members: Members, storage: Storage, settings: Settings = defaultSettings) {
    if (!members.has(name)) throw new RangeError(`Replica: a name of ${[...members.keys()].join(", ")} was expected, got ${name}`);
    const store = new KeyValueStore();
    this.name = name;
    this.#members = members;
    this.#journal = new Journal(storage);
    this.raft = new Raft(name, members, settings, this.#journal, store);
    this.#service = new Service(this.raft, store);
  }

  /** Restores the node from its storage, and serves until it is cancelled. */
  *run(): Coroutine<void> {
    yield* this.#journal.open();
    const [host, port] = this.#members.get(this.name)!;
    using server = yield* startServer(
      answerRequests((request) => this.#service.answer(request)),
      host,
      port,
    );
    try {
      yield* taskGroup((group) => {
        group.createTask(this.#journal.run());
        return this.raft.run();
      });
    } finally {
      server.abortClients();
    }
  }
}
