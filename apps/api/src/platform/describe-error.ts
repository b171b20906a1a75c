/** An error as it may stand in the log; the stack without its first line, which repeats the message. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return { name: error.name, message: error.message, frames: frames?.slice(0, 8) };
}
