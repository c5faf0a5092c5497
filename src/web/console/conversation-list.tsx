import { Notice, when } from "./notice";
import type { ConversationRow } from "./types";
import { useLoad } from "./use-load";

/** All conversations, the most recently active first. */
export function ConversationList() {
  const list = useLoad<ConversationRow[]>("/api/conversations?limit=50", 10_000);
  return (
    <>
      <h1>Conversations</h1>
      <Notice error={list.error} loading={list.value === null} empty={list.value?.length === 0 ? "Nobody has asked yet." : null} />
      <ul className="rows">
        {list.value?.map((row) => (
          <li key={row.id}>
            <a href={`#/conversations/${row.id}`}>
              <span className="question">{row.question ?? "Nothing asked yet"}</span>
              <small>{when(row.updatedAt)} · {row.messages} {row.messages === 1 ? "message" : "messages"}</small>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
