import { useState } from "react";
import { AnswerEditor } from "./answer-editor";
import { Notice, when } from "./notice";
import type { Conversation, ConversationRow, Message } from "./types";
import { useLoad } from "./use-load";

/** All conversations; any answer of one can be corrected. */
export function ConversationsPage({ id }: { id: string | null }) {
  return id ? <OneConversation key={id} id={id} /> : <List />;
}

function List() {
  const list = useLoad<ConversationRow[]>("/api/conversations?limit=100", 10_000);
  return (
    <>
      <h1>Conversations</h1>
      <Notice error={list.error} loading={list.value === null} empty={list.value?.length === 0 ? "Nobody has asked yet." : null} />
      <ul className="rows">
        {list.value?.map((row) => (
          <li key={row.id}>
            <a href={`#/conversations/${row.id}`}>{when(row.updatedAt)}</a> <small className="muted">begun {when(row.createdAt)}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

function OneConversation({ id }: { id: string }) {
  const conversation = useLoad<Conversation>(`/api/conversations/${id}`);
  return (
    <>
      <p><a href="#/conversations">All conversations</a></p>
      <h1>Conversation</h1>
      <Notice error={conversation.error} loading={conversation.value === null} />
      <ol className="talk">
        {conversation.value?.messages.map((message) => <Turn key={message.id} message={message} />)}
      </ol>
    </>
  );
}

function Turn({ message }: { message: Message }) {
  const [editing, setEditing] = useState(false);
  const [said, setSaid] = useState("");
  const done = (what: string) => {
    setSaid(what);
    setEditing(false);
  };
  return (
    <li className={message.role}>
      <p className="meta">{message.role === "visitor" ? "Visitor" : `Assistant, version ${message.version ?? "?"}`} · {when(message.createdAt)}{message.state === "complete" ? "" : ` · ${message.state}`}</p>
      <div className="bubble">{message.text}</div>
      {message.citations.length > 0 && (
        <p className="meta">{message.citations.map((passage) => `[${passage.number}] ${passage.title}`).join("; ")}</p>
      )}
      {message.role === "assistant" && message.state !== "streaming" && !editing && (
        <button type="button" className="quiet" onClick={() => setEditing(true)}>Correct</button>
      )}
      {editing && <AnswerEditor messageId={message.id} text={message.text} passages={message.citations} onDone={done} onSkip={() => setEditing(false)} />}
      <span className="said" role="status">{said}</span>
    </li>
  );
}
