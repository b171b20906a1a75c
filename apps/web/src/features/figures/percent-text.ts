/** "12 %", "0.4 %", "under 0.1 %"; '' of nothing. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '';
  const percent = (part * 100) / whole;
  if (percent > 0 && percent < 0.1) return 'under 0.1 %';
  // Only what is all of it is 100 %.
  const shown = part < whole ? Math.min(percent, 99.9) : percent;
  return `${shown < 10 || shown > 99 ? Number(shown.toFixed(1)) : Math.round(shown)} %`;
}
