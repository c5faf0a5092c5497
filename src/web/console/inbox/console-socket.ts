import { HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import type { ConversationView, HandlingView, MessageView } from "../../shared/protocol";
import { key } from "../api";

export interface Changed {
  id: string;
  by: HandlingView["by"];
  agent?: string | null;
  online?: boolean;
}

export interface TypingChange {
  conversationId: string;
  who: "visitor" | "agent";
  name?: string | null;
  typing: boolean;
}

/** What is told of what the socket hears. */
export interface Listener {
  changed(change: Changed): void;
  messageAdded(message: MessageView): void;
  /** Another page or the assistant began an answer. */
  answerStarted(messageId: string): void;
  handlingChanged(handling: HandlingView): void;
  typingChanged(change: TypingChange): void;
  /** Whether it is lost at the moment. */
  interrupted(lost: boolean): void;
  /** The server has no inbox. */
  unavailable(): void;
}

/** The agents' socket: the inbox, and the conversation that is open. */
export class ConsoleSocket {
  private readonly hub: HubConnection;
  private watched: string | null = null;

  constructor(private readonly listener: Listener, hub?: HubConnection) {
    this.hub = hub ?? new HubConnectionBuilder()
      .withUrl("/hub/console", { accessTokenFactory: () => key.get() ?? "" })
      .withAutomaticReconnect([0, 1000, 2000, 5000, 10_000, 10_000, 30_000])
      .configureLogging(LogLevel.None)
      .build();
    this.hub.on("ConversationChanged", (change: Changed) => listener.changed(change));
    this.hub.on("MessageAdded", (message: MessageView) => listener.messageAdded(message));
    this.hub.on("AnswerStarted", (id: string) => listener.answerStarted(id));
    this.hub.on("HandlingChanged", (handling: HandlingView) => listener.handlingChanged(handling));
    this.hub.on("TypingChanged", (change: TypingChange) => listener.typingChanged(change));
    this.hub.onreconnecting(() => listener.interrupted(true));
    this.hub.onreconnected(() => void this.join());
    this.hub.onclose(() => listener.interrupted(true));
  }

  async start(): Promise<void> {
    try {
      await this.hub.start();
      await this.join();
    } catch {
      this.listener.interrupted(true);
    }
  }

  /** Reads a conversation and hears what happens in it. */
  async watch(id: string): Promise<ConversationView> {
    this.watched = id;
    return this.hub.invoke<ConversationView>("WatchConversation", id);
  }

  typing(id: string, typing: boolean): void {
    void this.hub.send("Typing", id, typing).catch(() => undefined);
  }

  stop(): void {
    void this.hub.stop();
  }

  private async join(): Promise<void> {
    try {
      await this.hub.invoke("WatchInbox");
    } catch {
      this.listener.unavailable();
      return;
    }
    if (this.watched !== null) {
      await this.hub.invoke("WatchConversation", this.watched).catch(() => undefined);
    }
    this.listener.interrupted(false);
  }
}
