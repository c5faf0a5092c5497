import { DataTable } from "./lists/data-table";
import { useList } from "./lists/use-list";
import { when } from "./notice";
import type { ConversationRow } from "./types";

/** All conversations, the most recently active first. */
export function ConversationList() {
  const list = useList<ConversationRow>("/api/conversations", { sort: "-updatedAt", interval: 10_000 });
  return (
    <>
      <h1>Conversations</h1>
      <DataTable
        list={list}
        noun="conversations"
        label="Conversations"
        empty="Nobody has asked yet."
        keyOf={(row) => row.id}
        columns={[
          { name: "asked first", cell: (row) => <a href={`#/conversations/${row.id}`} className="question">{row.question ?? "Nothing asked yet"}</a> },
          { name: "active", sort: "updatedAt", cell: (row) => when(row.updatedAt), className: "date" },
          { name: "begun", sort: "createdAt", cell: (row) => when(row.createdAt), className: "date" },
          { name: "messages", sort: "messages", cell: (row) => row.messages, className: "number" },
        ]}
      />
    </>
  );
}
