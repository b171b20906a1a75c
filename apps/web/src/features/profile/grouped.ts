/** Text in groups of four, which are easier to type off: "abcd efgh ij". */
export function grouped(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1 ');
}
