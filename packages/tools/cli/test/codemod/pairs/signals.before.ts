// A signal that is only passed along is dropped: cancellation replaces it.
const request = (path: string, options: { signal?: AbortSignal | undefined }) =>
  new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => resolve(`text of ${path}`), path === "slow" ? 60_000 : 1);
    options.signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(options.signal!.reason);
    });
  });

async function load(path: string, signal?: AbortSignal): Promise<string> {
  return (await request(path, { signal })).toUpperCase();
}

async function page(path: string, signal: AbortSignal | undefined, foot: string): Promise<string> {
  return `${await load(path, signal)}, ${await load(foot)}`;
}

async function checked(path: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  return await request(path, { signal });
}

function handle(path: string, signal: AbortSignal): Promise<string> {
  return page(path, signal, "foot");
}

export async function main(): Promise<unknown> {
  const controller = new AbortController();
  const slow = handle("slow", controller.signal);
  setTimeout(() => controller.abort("enough"), 5);
  const [failure] = await Promise.allSettled([slow]);
  const other = new AbortController();
  return [failure, await handle("quick", other.signal), await checked("quick", other.signal)];
}
