import { createServer } from "node:http";
import { fromEvent, fromPromise } from "@asyncio-ts/promise";
import { gather } from "asyncio-ts";
import { print, run, time } from "../harness.ts";

// A site on this machine: each page takes 200 ms.
const pages = ["/", "/about", "/blog", "/contact", "/imprint"];

const site = createServer((request, response) => {
  const page = `<title>${request.url}</title>`;
  setTimeout(() => response.end(page), 200);
});

// Node's fetch is undici's. A cancelled task aborts its request.
function* fetchPage(url: string) {
  const response = yield* fromPromise((signal) => fetch(url, { signal }));
  const html = yield* fromPromise(response.text());
  return /<title>(.*)<\/title>/.exec(html)![1]!;
}

function* main() {
  const listening = fromEvent(site, "listening");
  site.listen(0, "127.0.0.1");
  yield* listening;
  const { port } = site.address() as { port: number };

  const start = time();
  const titles = yield* gather(
    ...pages.map((page) => fetchPage(`http://127.0.0.1:${port}${page}`)),
  );
  print(titles.join(" "));
  const took = time() - start;
  const each = 200 * pages.length;
  print(`${pages.length} pages in less than ${each} ms: ${took < each}`);

  const closed = fromEvent(site, "close");
  site.close();
  site.closeAllConnections();
  yield* closed;
}

await run(main());
