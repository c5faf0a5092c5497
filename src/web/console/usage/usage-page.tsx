import { SegmentedControl, Table } from "@mantine/core";
import { useMemo, useState } from "react";
import { NotAvailable } from "../not-available";
import { Notice } from "../notice";
import { useLoad } from "../use-load";
import { UsageCharts } from "./usage-charts";
import { wholeDays, type Span, type Usage } from "./usage-days";

const columns = ["day", "version", "answers", "prompt tokens", "answer tokens", "first text, ms", "whole answer, ms", "cost"];
const dayOf = (before: number): string => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);
const whole = new Intl.NumberFormat();
const cents = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const money = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** What answers took: tokens, time and money, by day and version. */
export function UsagePage() {
  const [span, setSpan] = useState("30");
  const usage = useLoad<Usage>(`/api/usage?from=${dayOf(Number(span) - 1)}&to=${dayOf(0)}`, 60_000);
  const days = useMemo(() => wholeDays(usage.value ?? { days: [] }), [usage.value]);
  const currency = usage.value?.currency ? `, ${usage.value.currency}` : "";
  const sum = (part: "answers" | "prompt" | "answer" | "cost") => days.reduce((total, day) => total + day[part], 0);
  return (
    <>
      <div className="heading">
        <h1>Usage and cost</h1>
        {!usage.missing && <SegmentedControl aria-label="Span" value={span} onChange={setSpan} data={[{ value: "7", label: "7 days" }, { value: "30", label: "30 days" }, { value: "90", label: "90 days" }]} />}
      </div>
      {usage.missing ? <NotAvailable what="Usage is" /> : <Notice error={usage.error} loading={usage.value === null} empty={usage.value?.days.length === 0 ? "Nothing was answered in these days." : null} />}
      {(usage.value?.days.length ?? 0) > 0 && (
        <>
          <dl className="tiles">
            {([["Answers", whole.format(sum("answers"))], ["Tokens of prompts", whole.format(sum("prompt"))], ["Tokens of answers", whole.format(sum("answer"))], [`Cost of tokens${currency}`, money.format(sum("cost"))], ...(usage.value?.machineCost ? [[`Cost of the machine${currency}`, cents.format(usage.value.machineCost)] as const] : [])] as const)
              .map(([name, value]) => <div key={name} className="card"><dt>{name}</dt><dd>{value}</dd></div>)}
          </dl>
          <UsageCharts days={days} />
          <div className="scroll framed" tabIndex={0} role="region" aria-label="Usage by day and version">
            <Table role="table" className="cards">
              <Table.Thead role="rowgroup"><Table.Tr role="row">{columns.map((name) => <Table.Th key={name} scope="col" role="columnheader">{name}</Table.Th>)}</Table.Tr></Table.Thead>
              <Table.Tbody role="rowgroup">
                {[...usage.value!.days].reverse().map((row) => (
                  <Table.Tr key={`${row.day} ${row.version}`} role="row">
                    <Table.Th scope="row" role="rowheader" data-label="day" className="date">{row.day}</Table.Th>
                    <Table.Td role="cell" data-label="version">{row.version ?? "none"}</Table.Td>
                    <Table.Td role="cell" data-label="answers">{whole.format(row.answers)}</Table.Td>
                    <Table.Td role="cell" data-label="prompts">{whole.format(row.promptTokens)}</Table.Td>
                    <Table.Td role="cell" data-label="answer">{whole.format(row.answerTokens)}</Table.Td>
                    <Table.Td role="cell" data-label="first text">{pairOf(row.firstTextMs)}</Table.Td>
                    <Table.Td role="cell" data-label="whole">{pairOf(row.latencyMs)}</Table.Td>
                    <Table.Td role="cell" data-label="cost">{row.cost === null ? "no price" : money.format(row.cost)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
    </>
  );
}

const pairOf = (span: Span | null): string => (span === null ? "not measured" : `half ${whole.format(span.median)}, 95 % ${whole.format(span.p95)}`);
