/** Waits until a check of something outside this process succeeds. The limit of the test is the limit of the wait. */
export async function until(check: () => unknown): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 10));
}
