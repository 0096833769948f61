/** Owns the line chart over time: uPlot in the console's colours, with dashed markers for what cut connections. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatClock } from "./format.ts";
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
};

const HEIGHT = 164;
const LEAST_TOP = 4;

export function TimeChart({ label, at, lines, markers = [] }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const shown = useRef(markers);
  shown.current = markers;
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

  useEffect(() => plot.current?.setData(dataOf(at, lines)), [at, lines]);

  const last = lines.map((line) => `${line.label} ${Math.round(line.values.at(-1) ?? 0)}`).join(", ");
  return <div ref={host} className={styles.chart} role="img" aria-label={`${label}, now ${last}`} />;
}

function dataOf(at: readonly number[], lines: readonly ChartLine[]): uPlot.AlignedData {
  return [[...at], ...lines.map((line) => [...line.values])];
}

function optionsOf(
  element: HTMLElement,
  lines: readonly ChartLine[],
  markers: () => readonly ChartMarker[],
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
    scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, niceTop(Math.max(LEAST_TOP, high))] } },
    axes: [
      {
        stroke: token("text-3"),
        font: axisFont,
        size: 24,
        gap: 6,
        grid: { show: false },
        ticks: { show: false },
        space: 90,
        values: (_plot, splits) => splits.map((at) => formatClock(at * 1000).slice(0, 5)),
        incrs: [60, 120, 300],
      },
      {
        stroke: token("text-3"),
        font: axisFont,
        size: 40,
        gap: 8,
        grid: { stroke: token("line"), width: 1 },
        ticks: { show: false },
        splits: (_plot, _axis, _low, high) => [0, high / 4, high / 2, (high * 3) / 4, high],
        values: (_plot, splits) => splits.map((value) => (Number.isInteger(value) ? String(value) : "")),
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
    hooks: { draw: [(chart) => drawMarkers(chart, markers(), token)] },
  };
}

/** The next round number above `high` that parts into four whole steps. */
function niceTop(high: number): number {
  const step = 10 ** Math.floor(Math.log10(high));
  const top = [1, 2, 4, 6, 8, 10].map((factor) => factor * step).find((value) => value >= high * 1.05) ?? step * 20;
  return Math.max(LEAST_TOP, Math.ceil(top / 4) * 4);
}

function drawMarkers(chart: uPlot, markers: readonly ChartMarker[], token: (name: string) => string): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const { min, max } = chart.scales.x ?? {};
  ctx.save();
  ctx.font = `500 ${11 * ratio}px ${token("font-ui")}`;
  ctx.textBaseline = "top";
  for (const { at, text } of markers) {
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
    const isNearEnd = x > bbox.left + bbox.width * 0.75;
    ctx.textAlign = isNearEnd ? "right" : "left";
    ctx.fillText(text, x + (isNearEnd ? -6 : 6) * ratio, bbox.top + 2 * ratio);
  }
  ctx.restore();
}
