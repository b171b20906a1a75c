/** Does `work` for 0 to count - 1, at most `lanes` of them at a time. The first failure ends it. */
export async function inLanes(
  count: number,
  lanes: number,
  work: (number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      await work(number);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
