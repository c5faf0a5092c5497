import { ConversationList } from "./conversation-list";
import { Notice } from "./notice";
import { Turn } from "./turn";
import type { Conversation } from "./types";
import { useLoad } from "./use-load";

/** All conversations, or one in full; any answer of it can be corrected, flagged and rated. */
export function ConversationsPage({ id }: { id: string | null }) {
  return id ? <OneConversation key={id} id={id} /> : <ConversationList />;
}

function OneConversation({ id }: { id: string }) {
  const conversation = useLoad<Conversation>(`/api/conversations/${encodeURIComponent(id)}`, 5_000);
  return (
    <>
      <p className="back"><a href="#/conversations">All conversations</a></p>
      <h1>Conversation</h1>
      <Notice
        error={conversation.error}
        loading={conversation.value === null}
        empty={conversation.value?.messages.length === 0 ? "Nothing was asked yet." : null}
      />
      <ol className="talk">
        {conversation.value?.messages.map((message) => <Turn key={message.id} message={message} onChanged={() => void conversation.reload()} />)}
      </ol>
    </>
  );
}
