import { Choice } from "./choice";
import { DataTable } from "./lists/data-table";
import { useList } from "./lists/use-list";
import { when } from "./notice";
import { StateBadge } from "./state-badge";
import type { ConversationRow } from "./types";

/** All conversations, the most recently active first. */
export function ConversationList() {
  const list = useList<ConversationRow, "by">("/api/conversations", { sort: "-updatedAt", filters: ["by"], interval: 10_000 });
  return (
    <>
      <h1>Conversations</h1>
      <DataTable
        list={list}
        noun="conversations"
        label="Conversations"
        empty="Nobody has asked yet."
        keyOf={(row) => row.id}
        filters={<Choice label="Answered by" value={list.filter.by} any="anybody" options={["assistant", "waiting", "agent"] as const} nameOf={nameOf} onChange={(event) => list.setFilter({ by: event.target.value })} />}
        columns={[
          { name: "asked first", cell: (row) => <a href={`#/conversations/${row.id}`} className="question">{row.question ?? "Nothing asked yet"}</a> },
          { name: "answers", cell: (row) => (row.by === "waiting" ? <StateBadge of="undecided">waits</StateBadge> : row.by === "agent" ? <StateBadge of="serving">{row.agent ?? "a person"}</StateBadge> : "the assistant") },
          { name: "active", sort: "updatedAt", cell: (row) => when(row.updatedAt), className: "date" },
          { name: "begun", sort: "createdAt", cell: (row) => when(row.createdAt), className: "date" },
          { name: "messages", sort: "messages", cell: (row) => row.messages, className: "number" },
        ]}
      />
    </>
  );
}

const nameOf = (by: ConversationRow["by"]): string => ({ assistant: "the assistant", waiting: "nobody yet", agent: "a person" })[by];
