import { useCallback, useEffect, useRef, useState } from "react";
import type { HandlingView } from "../../shared/protocol";
import { Choice } from "../choice";
import { ListFrame } from "../lists/list-frame";
import { useList } from "../lists/use-list";
import { NotAvailable } from "../not-available";
import { when } from "../notice";
import { StateBadge } from "../state-badge";
import { ConsoleSocket, type Listener } from "./console-socket";
import { OpenTalk } from "./open-talk";

export interface InboxRow {
  id: string;
  question: string | null;
  updatedAt: string;
  by?: HandlingView["by"];
  agent?: string | null;
  online?: boolean;
}

const states = ["waiting", "agent", "assistant"] as const;
const stateNames = { waiting: "waits", agent: "with a person", assistant: "with the assistant" };

/** The conversations in which a visitor wants a person, or has one. */
export function InboxPage({ id }: { id: string | null }) {
  const list = useList<InboxRow, "by">("/api/conversations", { sort: "-updatedAt", filters: ["by"], defaults: { by: "people" }, interval: 15_000 });
  const [unavailable, setUnavailable] = useState(false);
  const [lost, setLost] = useState(false);
  const [socket, setSocket] = useState<ConsoleSocket | null>(null);
  const talk = useRef<Partial<Listener>>({});
  const hear = useCallback((listener: Partial<Listener>) => {
    talk.current = listener;
    return () => {
      talk.current = {};
    };
  }, []);
  const reload = list.reload;
  const fresh = useRef(reload);
  fresh.current = reload;
  useEffect(() => {
    const opened = new ConsoleSocket({
      changed: () => void fresh.current(),
      messageAdded: (message) => talk.current.messageAdded?.(message),
      answerStarted: (messageId) => talk.current.answerStarted?.(messageId),
      handlingChanged: (handling) => {
        talk.current.handlingChanged?.(handling);
        void fresh.current();
      },
      typingChanged: (change) => talk.current.typingChanged?.(change),
      interrupted: (now) => {
        setLost(now);
        talk.current.interrupted?.(now);
      },
      unavailable: () => setUnavailable(true),
    });
    void opened.start().then(() => setSocket(opened));
    return () => opened.stop();
  }, []);
  if (unavailable) {
    return <><h1>Inbox</h1><NotAvailable what="The inbox is" /></>;
  }
  return (
    <>
      <h1>Inbox</h1>
      <p className="muted">Visitors who asked for a person. Take a conversation and you answer in place of the assistant, until you give it back.</p>
      {lost && <p className="error" role="status">The connection is lost. Trying again…</p>}
      <div className="split">
        <ListFrame list={list} noun="conversations" empty="Nobody waits for a person."
          filters={<Choice label="State" value={list.filter.by} any="waits or with a person" options={states} nameOf={(state) => stateNames[state]} onChange={(event) => list.setFilter({ by: event.target.value })} />}>
          <ol className="queue" aria-label="Conversations">
            {list.items.map((row) => (
              <li key={row.id}>
                <a className="row" href={`#/inbox/${row.id}`} aria-current={row.id === id ? "true" : undefined}>
                  <span className="question">{row.question ?? "Nothing asked yet"}</span>
                  <small>{row.by && row.by !== "assistant" && <StateBadge of={row.by === "waiting" ? "undecided" : "serving"}>{row.by === "waiting" ? "waits" : row.agent ?? "a person"}</StateBadge>}{row.online && <StateBadge of="succeeded">here now</StateBadge>}{when(row.updatedAt)}</small>
                </a>
              </li>
            ))}
          </ol>
        </ListFrame>
        {id === null || socket === null
          ? <p className="empty">Choose a conversation.</p>
          : <OpenTalk key={id} id={id} socket={socket} hear={hear} onChanged={() => void list.reload()} />}
      </div>
    </>
  );
}
