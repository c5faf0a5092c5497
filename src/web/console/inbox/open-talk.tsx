import { Button, Group, Textarea } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { newId } from "../../shared/ids";
import type { ConversationView, HandlingView, MessageView } from "../../shared/protocol";
import { api, textOf } from "../api";
import { Notice, when } from "../notice";
import { tell } from "../tell";
import type { ConsoleSocket, Listener } from "./console-socket";

interface Props {
  id: string;
  socket: ConsoleSocket;
  /** Says what is to be told of what the socket hears; gives back what ends that. */
  hear(listener: Partial<Listener>): () => void;
  onChanged(): void;
}

/** The conversation that is open: what was said, and the agent's own words. */
export function OpenTalk({ id, socket, hear, onChanged }: Props) {
  const [talk, setTalk] = useState<ConversationView | null>(null);
  const [typing, setTyping] = useState(false);
  const [error, setError] = useState("");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  // A message that is sent again after a lost answer is the same message.
  const clientMessageId = useRef(newId());
  const list = useRef<HTMLOListElement>(null);
  const read = useCallback(async () => {
    try {
      setTalk(await socket.watch(id));
    } catch (thrown) {
      setError(textOf(thrown));
    }
  }, [id, socket]);
  useEffect(() => {
    void read();
    return hear({
      messageAdded: (message) => setTalk((before) => before && { ...before, messages: withMessage(before.messages, message) }),
      answerStarted: () => void read(),
      handlingChanged: (handling) => handling.conversationId === id && setTalk((before) => before && { ...before, handling }),
      typingChanged: (change) => change.conversationId === id && change.who === "visitor" && setTyping(change.typing),
      interrupted: (lost) => !lost && void read(),
    });
  }, [id, read, hear]);
  useEffect(() => {
    // The list alone goes to its end; the page stays where it is.
    list.current?.scrollTo?.({ top: list.current.scrollHeight });
  }, [talk?.messages.length, typing]);
  const act = async (what: string, body: object, said?: string): Promise<boolean> => {
    setBusy(true);
    setError("");
    try {
      await api(`/api/conversations/${id}/${what}`, body);
      if (said) {
        tell(said);
      }
      await read();
      onChanged();
      return true;
    } catch (thrown) {
      setError(textOf(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const send = async () => {
    if (text.trim() !== "" && !busy && (await act("messages", { text: text.trim(), clientMessageId: clientMessageId.current }))) {
      clientMessageId.current = newId();
      setText("");
      socket.typing(id, false);
    }
  };
  const by = talk?.handling.by ?? "assistant";
  return (
    <article className="card talk-open" aria-label="The open conversation">
      <Notice error={null} loading={talk === null && error === ""} />
      {talk && (
        <>
          <Group justify="space-between">
            <p className="meta" role="status">{handledBy(talk.handling)}</p>
            <Group gap="xs">
              {by !== "agent" && <Button variant="filled" disabled={busy} onClick={() => void act("take", {}, "You have it.")}>Take over</Button>}
              {by === "agent" && <Button disabled={busy} onClick={() => void act("return", {}, "The assistant has it again.")}>Give it back</Button>}
              <Button component="a" variant="subtle" href={`#/conversations/${id}`}>In full</Button>
            </Group>
          </Group>
          <ol ref={list} className="talk" aria-label="Messages" tabIndex={0}>
            {talk.messages.filter((message) => !message.replacedBy).map((message) => (
              <li key={message.id} className={message.role}>
                <p className="meta">{authorOf(message)} · {when(message.createdAt)}</p>
                <div className="bubble">{message.text || "…"}</div>
              </li>
            ))}
            <li className="meta"><span role="status">{typing ? "The visitor is writing…" : ""}</span></li>
          </ol>
          {by === "agent" && (
            <form onSubmit={(event) => { event.preventDefault(); void send(); }}>
              <Textarea label="Your message" autosize minRows={2} maxRows={8} maxLength={4000} value={text}
                onChange={(event) => { setText(event.target.value); socket.typing(id, event.target.value !== ""); }}
                onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void send(); } }} />
              <Group mt="xs"><Button type="submit" variant="filled" disabled={busy || text.trim() === ""}>Send</Button><span className="hint">Ctrl+Enter sends</span></Group>
            </form>
          )}
        </>
      )}
      <p className="error" role="alert">{error}</p>
    </article>
  );
}

function withMessage(messages: MessageView[], added: MessageView): MessageView[] {
  return messages.some(({ id }) => id === added.id) ? messages.map((one) => (one.id === added.id ? added : one)) : [...messages, added];
}

const handledBy = ({ by, agent }: HandlingView): string => (by === "assistant" ? "The assistant answers." : by === "waiting" ? "The visitor waits for a person." : `${agent ?? "A person"} answers.`);

const authorOf = (message: MessageView): string =>
  ({ visitor: "Visitor", assistant: "Assistant", agent: message.author ?? "Agent", note: "Note" })[message.role];
