/** Owns the line chart over time: uPlot in the console's colours, with dashed markers for what cut connections. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { LIMITS } from "../../../broker/contract/limits.ts";
import "uplot/dist/uPlot.min.css";
import { withGaps } from "./chart-gaps.ts";
import { formatClock, formatCompact, formatCount } from "./format.ts";
import styles from "./time-chart.module.css";

export type ChartLine = {
  label: string;
  /** Name of a colour token, without the dashes. */
  color: string;
  values: readonly number[];
  isStepped?: boolean;
  isFilled?: boolean;
};

/** A moment, in epoch seconds, with the sentence beside it. */
export type ChartMarker = { at: number; text: string };

export type TimeChartProps = {
  label: string;
  at: readonly number[];
  lines: readonly ChartLine[];
  markers?: readonly ChartMarker[];
  /** What stands under the last moment: its clock when it is not now. */
  end?: string;
};

const HEIGHT = 168;
const LEAST_TOP = 3;
/** What the x axis spans: the series of the live view. */
const SECONDS = LIMITS.seriesSeconds;
/** Of the y axis with its numbers. */
const AXIS_PX = 40;
/** Half a minute's label, "now", and air between them. */
const BESIDE_NOW_PX = 44;

export function TimeChart({ label, at, lines, markers = [], end = "now" }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const shown = useRef({ markers, end });
  shown.current = { markers, end };
  const scheme = useComputedColorScheme();
  const shape = lines.map((line) => `${line.label}/${line.color}/${line.isStepped}/${line.isFilled}`).join();
  const first = useRef({ at, lines });
  first.current = { at, lines };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart is made anew for new colours or other lines, not for new points
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const chart = new uPlot(
      optionsOf(element, first.current.lines, () => shown.current),
      dataOf(first.current.at, first.current.lines),
      element,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
  }, [scheme, shape]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another word under its end is drawn too
  useEffect(() => plot.current?.setData(dataOf(at, lines)), [at, lines, end]);

  const last = lines.map((line) => `${line.label} ${Math.round(line.values.at(-1) ?? 0)}`).join(", ");
  return <div ref={host} className={styles.chart} role="img" aria-label={`${label}, ${end} ${last}`} />;
}

function dataOf(at: readonly number[], lines: readonly ChartLine[]): uPlot.AlignedData {
  const [times, ...values] = withGaps(
    at,
    lines.map((line) => line.values),
  );
  return [times, ...values];
}

function optionsOf(
  element: HTMLElement,
  lines: readonly ChartLine[],
  shown: () => { readonly markers: readonly ChartMarker[]; readonly end: string },
): uPlot.Options {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axisFont = `10px ${token("font-mono")}`;
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, 0, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      // The window is always as long: a young broker's line begins in the middle.
      x: { time: true, range: (_plot, _low, high) => [high - SECONDS, high] },
      y: { range: (_plot, _low, high) => [0, niceTop(high)] },
    },
    axes: [
      {
        stroke: token("text-3"),
        font: axisFont,
        size: 24,
        gap: 6,
        grid: { show: false },
        ticks: { show: false },
        splits: (plot, _axis, low, high) => minutesBetween(low, high, plot.width - AXIS_PX),
        values: (plot, splits) =>
          splits.map((at) => (at === plot.scales.x?.max ? "" : formatClock(at * 1000).slice(0, 5))),
      },
      {
        stroke: token("text-3"),
        font: axisFont,
        size: AXIS_PX,
        gap: 8,
        grid: { stroke: token("line"), width: 1 },
        ticks: { show: false },
        splits: (_plot, _axis, _low, high) => [0, high / 3, (high * 2) / 3, high],
        values: (_plot, splits) => splits.map((value) => (value < 10_000 ? formatCount(value) : formatCompact(value))),
      },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: token(line.color),
        width: 1.5,
        points: { show: false },
        ...(line.isFilled ? { fill: token("series-fill") } : {}),
        ...(line.isStepped && stepped ? { paths: stepped } : {}),
      })),
    ],
    hooks: {
      draw: [(chart) => drawMarkers(chart, shown().markers, token), (chart) => drawEnd(chart, shown().end, token)],
    },
  };
}

/** The next round number above `high` that parts into three whole steps. */
function niceTop(high: number): number {
  const wanted = Math.max(LEAST_TOP, high * 1.05);
  const step = 10 ** Math.floor(Math.log10(wanted / 3));
  return [1, 2, 3, 5, 10].map((factor) => factor * step * 3).find((value) => value >= wanted) ?? wanted;
}

/** Full minutes that have room for their label beside "now". */
function minutesBetween(low: number, high: number, widthPx: number): number[] {
  const minutes: number[] = [];
  const besideNow = (BESIDE_NOW_PX / Math.max(widthPx, BESIDE_NOW_PX)) * SECONDS;
  for (let at = Math.ceil(low / 60) * 60; at < high - besideNow; at += 60) minutes.push(at);
  return minutes;
}

function drawEnd(chart: uPlot, end: string, token: (name: string) => string): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${10 * ratio}px ${token("font-mono")}`;
  ctx.fillStyle = token("text-3");
  ctx.textAlign = "right";
  ctx.textBaseline = "top";
  ctx.fillText(end, bbox.left + bbox.width, bbox.top + bbox.height + 6 * ratio);
  ctx.restore();
}

function drawMarkers(chart: uPlot, markers: readonly ChartMarker[], token: (name: string) => string): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const { min, max } = chart.scales.x ?? {};
  ctx.save();
  ctx.font = `500 ${11 * ratio}px ${token("font-ui")}`;
  ctx.textBaseline = "top";
  /** Where the last sentence began: one that would run into it is left out, its line stays. */
  let free = Number.POSITIVE_INFINITY;
  for (const { at, text } of markers.toSorted((a, b) => b.at - a.at)) {
    if (min == null || max == null || at < min || at > max) continue;
    const x = Math.round(chart.valToPos(at, "x", true)) + 0.5;
    ctx.strokeStyle = token("bad-mark");
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillStyle = token("bad");
    const { width } = ctx.measureText(text);
    const isNearEnd = x + 6 * ratio + width > bbox.left + bbox.width;
    ctx.textAlign = isNearEnd ? "right" : "left";
    const from = x + (isNearEnd ? -6 : 6) * ratio;
    const [begin, end] = isNearEnd ? [from - width, from] : [from, from + width];
    if (end > free) continue;
    ctx.fillText(text, from, bbox.top + 2 * ratio);
    free = begin - 12 * ratio;
  }
  ctx.restore();
}
