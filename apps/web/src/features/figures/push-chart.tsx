import type { PushHours } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { BarChart } from '../../components/bar-chart.js';
import type { Series } from '../../components/bar-chart.js';
import { Card } from '../../components/card.js';
import { dateText, nearText } from '../../components/instant-text.js';
import { Cell, ResponsiveTable } from '../../components/responsive-table.js';
import { SectionHead } from '../../components/section-head.js';
import { OUTCOME_WORDS } from '../../reasons.js';
import type { Tone } from '../../reasons.js';
import type { FigureDays } from '../../searches.js';
import styles from './figures-page.module.css';
import { FINAL_OUTCOMES, HOURS_A_BAR, chartSummary, pushPeriods } from './push-periods.js';
import type { FinalOutcome, PushPeriod } from './push-periods.js';

/** Two of a kind must be told apart: the colours of the badges are not enough. */
const TONES: Readonly<Record<FinalOutcome, Tone>> = {
  accepted: 'good',
  superseded: 'quiet',
  unknown: 'calm',
  expired: 'warning',
  rejected: 'bad',
};

const SERIES: readonly Series[] = FINAL_OUTCOMES.map((key) => ({
  key,
  name: OUTCOME_WORDS[key].title,
  tone: TONES[key],
}));

const HINTS: Readonly<Record<FigureDays, string>> = {
  1: 'By the hour of their events',
  7: 'By quarters of a day (UTC) of their events',
  31: 'By the day (UTC) of their events',
};

interface PushChartProps {
  readonly figures: PushHours;
  readonly days: FigureDays;
}

/** Pushes by time and outcome, as a picture and as a table. */
export function PushChart({ figures, days }: PushChartProps): ReactElement {
  const periods = pushPeriods(figures, HOURS_A_BAR[days]);
  const labelOf = ({ at }: PushPeriod) =>
    days === 31 ? dateText(at, 'utc') : nearText(at, { now: Date.now(), zone: 'local' }, 'minutes');
  const bars = periods.map((period) => ({
    key: period.at,
    label: labelOf(period),
    values: period.outcomes,
  }));
  return (
    <Card>
      <SectionHead title="Pushes by outcome" hint={HINTS[days]} />
      <BarChart summary={chartSummary(figures)} series={SERIES} bars={bars} />
      <details className={styles['details']}>
        <summary>The same as a table</summary>
        <ResponsiveTable label="Pushes by outcome" columns={COLUMNS}>
          {periods.map((period) => (
            <tr key={period.at} role="row">
              <Cell column="Beginning">{labelOf(period)}</Cell>
              <Cell column="All">{period.pushes.toLocaleString('en-GB')}</Cell>
              {SERIES.map(({ key, name }) => (
                <Cell key={key} column={name}>
                  {period.outcomes[key as FinalOutcome].toLocaleString('en-GB')}
                </Cell>
              ))}
            </tr>
          ))}
        </ResponsiveTable>
        <Text size="xs" c="dimmed" mt="xs">
          Pushes that still wait, or are tried again, are not counted.
        </Text>
      </details>
    </Card>
  );
}

const COLUMNS = ['Beginning', 'All', ...SERIES.map(({ name }) => name)];
