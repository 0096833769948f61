/** Owns the line of one number over time: uPlot in the console's colours, the newest value written at its end. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatClock } from "../../ui/format.ts";
import styles from "./fields.module.css";
import { shortNumber } from "./topic-words.ts";

const HEIGHT = 168;
/** Room for the newest value at the right. */
const END_PX = 56;
/** What the time axis spans at least. */
const LEAST_SECONDS = 30;

export type FieldPlotProps = {
  label: string;
  /** Epoch milliseconds, rising. */
  at: readonly number[];
  values: readonly number[];
  /** What the time axis spans; null: from the first to the last. */
  minutes: number | null;
};

export function FieldPlot({ label, at, values, minutes }: FieldPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const scheme = useComputedColorScheme();
  const first = useRef({ at, values });
  first.current = { at, values };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart is made anew for new colours or another axis, not for new points
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const chart = new uPlot(optionsOf(element, minutes), dataOf(first.current.at, first.current.values), element);
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
  }, [scheme, minutes]);

  useEffect(() => plot.current?.setData(dataOf(at, values)), [at, values]);

  const told = `${label} over time: ${values.length} values from ${shortNumber(Math.min(...values))} to ${shortNumber(Math.max(...values))}, now ${shortNumber(values.at(-1) ?? 0)}`;
  return <div ref={host} className={styles.plot} role="img" aria-label={told} />;
}

function dataOf(at: readonly number[], values: readonly number[]): uPlot.AlignedData {
  return [at.map((time) => time / 1000), [...values]];
}

function optionsOf(element: HTMLElement, minutes: number | null): uPlot.Options {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = { stroke: token("text-3"), font: `10px ${token("font-mono")}`, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, END_PX, 0, 0],
    cursor: { points: { show: false }, drag: { x: false, y: false }, y: false },
    legend: { show: false },
    scales: {
      x: { time: true, range: (_plot, low, high) => spanOf(low, high, minutes) },
      y: { range: (_plot, low, high) => roomFor(low, high) },
    },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 6,
        space: 90,
        grid: { show: false },
        values: (_plot, splits) => clocksOf(splits),
      },
      {
        ...axis,
        size: 48,
        gap: 8,
        space: 28,
        grid: { stroke: token("line"), width: 1 },
        values: (_plot, splits) => splits.map((value) => shortNumber(value)),
      },
    ],
    series: [
      {},
      {
        stroke: token("series-1"),
        width: 1.5,
        fill: token("series-fill"),
        points: { show: (chart) => (chart.data[0]?.length ?? 0) < 3 },
      },
    ],
    hooks: { draw: [(chart) => drawEnd(chart, token)] },
  };
}

/** From the first point to the newest, but no longer than asked and no shorter than half a minute. */
function spanOf(low: number, high: number, minutes: number | null): [number, number] {
  const longest = minutes === null ? Number.POSITIVE_INFINITY : minutes * 60;
  return [high - Math.max(LEAST_SECONDS, Math.min(longest, high - low)), high];
}

/** With seconds where the marks are less than a minute apart. */
function clocksOf(splits: readonly number[]): string[] {
  const [first = 0, second = first + 60] = splits;
  return splits.map((at) => formatClock(at * 1000).slice(0, second - first < 60 ? 8 : 5));
}

/** A tenth of the span above and below; around a value that never moved, a little of its own size. */
function roomFor(low: number, high: number): [number, number] {
  const room = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

function drawEnd(chart: uPlot, token: (name: string) => string): void {
  const [times, values] = chart.data;
  const at = times.at(-1);
  const value = values?.at(-1);
  if (at === undefined || value == null) return;
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  const x = chart.valToPos(at, "x", true);
  const y = chart.valToPos(value, "y", true);
  ctx.save();
  ctx.fillStyle = token("series-1");
  ctx.beginPath();
  ctx.arc(x, y, 3.5 * ratio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.font = `600 ${12 * ratio}px ${token("font-mono")}`;
  ctx.fillStyle = token("text");
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(shortNumber(value), x + 10 * ratio, y);
  ctx.restore();
}
