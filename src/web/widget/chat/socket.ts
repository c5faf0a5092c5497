import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import { events } from "./streams";
import { Nap, within } from "./waits";

/** What is used of a hub connection. */
export type Hub = Pick<HubConnection, "start" | "stop" | "invoke" | "stream" | "on" | "onclose" | "state">;

/** How long to wait before each further try to connect, in milliseconds; then always the last. */
const delays = [300, 1000, 2000, 5000, 10_000];
const connectTimeout = 15_000;
const callTimeout = 30_000;
/** How long an open socket may take to answer after the page woke up; a socket that slept is often dead without knowing it. */
const probeTimeout = 4000;

/** The socket was lost: what was asked on it can be asked again. */
export class ConnectionLost extends Error {}

export interface SocketEvents {
  /** The socket is open: says whose it is. Calls wait until this is done. */
  greet(): Promise<void>;
  /** True when open and greeted, false when lost. */
  online(online: boolean): void;
  handlers: Record<string, (argument: never) => void>;
}

/** The socket to the server, kept open from the first use until it is closed. */
export class Socket {
  private hub: Hub | null = null;
  private opening: Promise<void> | null = null;
  private wanted = false;
  private readonly nap = new Nap();

  constructor(
    private readonly build: (fallback: boolean) => Hub,
    private readonly on: SocketEvents,
  ) {}

  /** Opens the socket where it is not open; ends when it is, or when the socket is closed for good. */
  open(): Promise<void> {
    this.wanted = true;
    return this.isOpen && !this.opening ? Promise.resolve() : (this.opening ??= this.connect().finally(() => (this.opening = null)));
  }

  get isOpen(): boolean {
    return this.hub?.state === HubConnectionState.Connected;
  }

  /** Calls the server once the socket is open. */
  async call<T = void>(method: string, ...args: unknown[]): Promise<T> {
    await within(this.open(), callTimeout);
    return this.callNow(method, ...args);
  }

  /** Calls the server without waiting for the greeting, which itself calls so. */
  callNow<T = void>(method: string, ...args: unknown[]): Promise<T> {
    return this.hub ? within(this.hub.invoke<T>(method, ...args), callTimeout) : Promise.reject(new Error("The socket is closed."));
  }

  /** One stream of the server's. Fails with {@link ConnectionLost} where the socket was lost, and not the server refused. */
  async *stream<T>(method: string, ...args: unknown[]): AsyncGenerator<T> {
    await within(this.open(), callTimeout).catch(() => Promise.reject(new ConnectionLost()));
    const hub = this.hub;
    if (!hub) {
      throw new ConnectionLost();
    }
    try {
      yield* events<T>(hub.stream<T>(method, ...args));
    } catch (thrown) {
      throw hub.state === HubConnectionState.Connected ? thrown : new ConnectionLost();
    }
  }

  /** The page woke up or the network came back: connects at once, and after a sleep looks whether an open socket still lives. */
  async wake(slept: boolean): Promise<void> {
    if (!this.wanted) {
      return;
    }
    this.nap.cut();
    if (!slept || !this.isOpen || this.opening) {
      return;
    }
    const hub = this.hub!;
    try {
      await within(this.on.greet(), probeTimeout);
    } catch {
      await hub.stop().catch(() => {});
    }
  }

  async close(): Promise<void> {
    this.wanted = false;
    this.nap.cut();
    const hub = this.hub;
    this.hub = null;
    await hub?.stop().catch(() => {});
  }

  private async connect(): Promise<void> {
    for (let attempt = 0; this.wanted; attempt++) {
      // Without negotiation a socket needs one round trip less and no stickiness; every third try negotiates, for
      // networks that let no web socket through.
      const hub = this.build(attempt % 3 === 2);
      this.hub = hub;
      for (const [name, handler] of Object.entries(this.on.handlers)) {
        hub.on(name, handler);
      }
      try {
        await within(hub.start(), connectTimeout);
        hub.onclose(() => this.lost(hub));
        await this.on.greet();
        if (hub.state === HubConnectionState.Connected) {
          this.on.online(true);
          return;
        }
      } catch {
        void hub.stop().catch(() => {});
      }
      this.on.online(false);
      await this.nap.wait(Math.round((delays[attempt] ?? delays.at(-1)!) * (0.75 + Math.random() / 2)));
    }
  }

  private lost(hub: Hub): void {
    if (this.wanted && this.hub === hub) {
      this.on.online(false);
      void this.open();
    }
  }
}

/** Builds hub connections to a server; no cookie ever travels with them. */
export function hubBuilder(server: string, site: string): (fallback: boolean) => Hub {
  const address = `${server}/hub/chat${site === "" ? "" : `?site=${encodeURIComponent(site)}`}`;
  return (fallback) =>
    new HubConnectionBuilder()
      .withUrl(address, fallback ? { withCredentials: false } : { withCredentials: false, skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build();
}
