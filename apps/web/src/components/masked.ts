/** Whether an address or a node is shown in part only, so that it can neither be copied nor searched for. */
export function isMasked(text: string): boolean {
  return text.includes('•••');
}
