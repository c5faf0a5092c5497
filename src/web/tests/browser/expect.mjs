/** Waits until a condition holds, and fails where it does not within five seconds. */
export async function expect(condition, what = String(condition)) {
  const until = Date.now() + 5000;
  for (;;) {
    if (await condition()) {
      return;
    }
    if (Date.now() > until) {
      throw new Error(`Waited in vain for: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
