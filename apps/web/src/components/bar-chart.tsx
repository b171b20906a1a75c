import type { ReactElement } from 'react';
import type { Tone } from '../reasons.js';
import styles from './bar-chart.module.css';
import { scaleFor } from './chart-scale.js';

export interface Series {
  readonly key: string;
  readonly name: string;
  readonly tone: Tone;
}

export interface Bar {
  readonly key: string;
  /** When it begins, for its tooltip and the axis. */
  readonly label: string;
  /** By the key of the series. */
  readonly values: Readonly<Record<string, number>>;
}

interface BarChartProps {
  /** What the chart shows, in a sentence, for those who do not see it. A table has to stand beside it. */
  readonly summary: string;
  /** From the bottom to the top of each bar. */
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
}

const HEIGHT = 100;
/** Of the room for a bar, what it fills. */
const FILLED = 0.78;

/** Stacked bars over time. The picture is stretched to the width there is, the words around it are not. */
export function BarChart({ summary, series, bars }: BarChartProps): ReactElement {
  const { top, ticks } = scaleFor(Math.max(0, ...bars.map((bar) => sum(bar, series))));
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  return (
    <figure className={styles['chart']}>
      <div className={styles['plot']}>
        <div className={styles['scale']} aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} style={{ top: `${y(tick)}%` }}>
              {tick.toLocaleString('en-GB')}
            </span>
          ))}
        </div>
        <svg
          className={styles['picture']}
          viewBox={`0 0 ${bars.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={summary}
        >
          {ticks.map((tick) => (
            <line key={tick} className={styles['grid']} x1={0} x2={bars.length} y1={y(tick)} y2={y(tick)} />
          ))}
          {bars.map((bar, index) => (
            <g key={bar.key}>
              <title>{tooltip(bar, series)}</title>
              <rect x={index} y={0} width={1} height={HEIGHT} fill="transparent" />
              {stacked(bar, series).map(({ key, tone, from, to }) => (
                <rect
                  key={key}
                  className={styles[tone]}
                  x={index + (1 - FILLED) / 2}
                  width={FILLED}
                  y={y(to)}
                  height={y(from) - y(to)}
                />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <div className={styles['axis']} aria-hidden="true">
        {[bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)].map((bar, index) => (
          <span key={index}>{bar?.label}</span>
        ))}
      </div>
      <ul className={styles['legend']} aria-hidden="true">
        {series.map(({ key, name, tone }) => (
          <li key={key}>
            <svg width="10" height="10">
              <rect className={styles[tone]} width="10" height="10" rx="2" />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function stacked({ values }: Bar, series: readonly Series[]) {
  let from = 0;
  return series.flatMap(({ key, tone }) => {
    const value = values[key] ?? 0;
    const part = { key, tone, from, to: from + value };
    from += value;
    return value === 0 ? [] : [part];
  });
}

function sum({ values }: Bar, series: readonly Series[]): number {
  return series.reduce((total, { key }) => total + (values[key] ?? 0), 0);
}

function tooltip(bar: Bar, series: readonly Series[]): string {
  const parts = series.flatMap(({ key, name }) => {
    const value = bar.values[key] ?? 0;
    return value === 0 ? [] : [`${name}: ${value.toLocaleString('en-GB')}`];
  });
  return [bar.label, ...(parts.length === 0 ? ['none'] : parts)].join('\n');
}
