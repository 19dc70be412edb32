// A `catch` around an `await` lets a cancellation pass.
async function load(id: number): Promise<string> {
  if (id < 0) throw new RangeError("negative");
  return `item ${id}`;
}

async function loadOr(id: number, fallback: string): Promise<string> {
  try {
    return await load(id);
  } catch {
    return fallback;
  }
}

async function describe(id: number): Promise<string> {
  try {
    return await load(id);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

async function wrapped(id: number): Promise<string> {
  try {
    return await load(id);
  } catch (error) {
    throw new Error("not loaded", { cause: error });
  }
}

async function passedOn(id: number): Promise<string> {
  try {
    return await load(id);
  } catch (error) {
    throw error;
  } finally {
    await load(0);
  }
}

export async function main(): Promise<unknown> {
  const failures = await Promise.allSettled([wrapped(-1), passedOn(-1)]);
  const reasons = failures.map((failure) => (failure.status === "rejected" ? String(failure.reason) : ""));
  return [await loadOr(-1, "none"), await describe(-1), await wrapped(1), reasons];
}
