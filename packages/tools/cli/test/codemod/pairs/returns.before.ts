// A promise that is returned inside a `try` is not awaited there, so its rejection misses the `catch`.
async function fail(): Promise<string> {
  await null;
  throw new Error("late");
}

async function passes(): Promise<string> {
  try {
    return fail();
  } catch {
    return "caught";
  }
}

async function catches(): Promise<string> {
  try {
    return await fail();
  } catch {
    return "caught";
  }
}

export async function main(): Promise<unknown> {
  const results = await Promise.allSettled([passes(), catches()]);
  return results.map(({ status }) => status);
}
