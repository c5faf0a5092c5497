import { BarChart, LineChart } from "@mantine/charts";
import type { WholeDay } from "./usage-days";

/** Tokens and times by day; the table beside them holds the numbers. */
export function UsageCharts({ days }: { days: WholeDay[] }) {
  return (
    <div className="charts">
      <figure className="days">
        <figcaption><b>Tokens by day</b></figcaption>
        <BarChart h={220} data={days} dataKey="day" type="stacked" maxBarWidth={40} withLegend series={[{ name: "prompt", label: "of prompts", color: "var(--al-accent)" }, { name: "answer", label: "of answers", color: "var(--al-second)" }]} />
      </figure>
      <figure className="days">
        <figcaption><b>Slowest of twenty answers, milliseconds</b></figcaption>
        <LineChart h={220} data={days} dataKey="day" withLegend connectNulls={false} series={[{ name: "firstText", label: "first text", color: "var(--al-accent)" }, { name: "latency", label: "whole answer", color: "var(--al-second)" }]} />
      </figure>
    </div>
  );
}
