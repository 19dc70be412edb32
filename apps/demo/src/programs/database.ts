import { fromPromise } from "@asyncio-ts/promise";
import { gather, taskGroup } from "asyncio-ts";
import { print, run } from "../harness.ts";

// A PostgreSQL inside this process, in WebAssembly.
const postgres = await import("@electric-sql/pglite").catch(() => null);

const CREATE = "CREATE TABLE visit (page text, at int)";
const INSERT = "INSERT INTO visit VALUES ($1, $2)";
const COUNT = "SELECT count(*)::int AS visits FROM visit WHERE page = $1";
const TOP = `SELECT page, count(*)::int AS visits FROM visit
  GROUP BY page ORDER BY visits DESC LIMIT 2`;

type Row = { page: string; visits: number };

function* main({ PGlite }: NonNullable<typeof postgres>) {
  const db = new PGlite();
  const query = (sql: string, ...values: unknown[]) =>
    fromPromise(db.query<Row>(sql, values));

  try {
    yield* query(CREATE);
    yield* taskGroup(function* (group) {
      function* visitor(page: string, visits: number) {
        for (let at = 0; at < visits; at++) yield* query(INSERT, page, at);
        print(`${visits} visits of ${page} are stored`);
      }
      group.createTask(visitor("/about", 1));
      group.createTask(visitor("/", 5));
      group.createTask(visitor("/blog", 3));
    });

    const results = yield* gather(query(COUNT, "/"), query(COUNT, "/blog"));
    print(`/ and /blog: ${results.map(({ rows }) => rows[0]!.visits)}`);
    const { rows } = yield* query(TOP);
    for (const { page, visits } of rows) print(`${page} ${visits}`);
  } finally {
    yield* fromPromise(db.close());
  }
}

if (postgres === null) print("npm install @electric-sql/pglite to play it");
else await run(main(postgres));
