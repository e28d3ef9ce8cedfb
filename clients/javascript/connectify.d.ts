import type { components } from "./types/api.js";

type Schemas = components["schemas"];

// ── What the service answers and takes, in its own words ───────────────────────────────────────────────────────────

export type Attachment = Schemas["Attachment"];
export type Block = Schemas["Block"];
export type Conversation = Schemas["Conversation"];
export type ConversationDetail = Schemas["ConversationDetail"];
export type GroupChat = Schemas["GroupChat"];
export type GroupChatDetail = Schemas["GroupChatDetail"];
export type Member = Schemas["Member"];
export type Message = Schemas["Message"];
export type OrganizationRole = Schemas["OrganizationRole"];
export type OrganizationUser = Schemas["OrganizationUser"];
export type Problem = Schemas["Problem"];
export type Profile = Schemas["Profile"];
export type Reaction = Schemas["Reaction"];
export type User = Schemas["User"];

/** A reader of a message, and when. */
export type Read = Schemas["ListReadsRead"];

/** Who has signed in: what the service says of them, without the tokens. */
export type Me = Omit<Schemas["SignedIn"], "token" | "refresh_token" | "expires_at">;

/** A page of a long list, newest first. */
export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

/** What is nearest to a message on one side of it, newest first. */
export interface Neighbours<T> {
  results: T[];
  has_more: boolean;
}

/** A list; where it was cut by `limit`, `next` is the `cursor` of the part that follows. */
export type List<T> = T[] & { readonly next: string | null };

/** A file in a form: that of a browser or of Node, or React Native's. */
export type FileLike = Blob | { uri: string; name?: string; type?: string };

export type NewMessage = Omit<Schemas["SendMessageRequest"], "attachment_types"> & {
  attachments?: readonly FileLike[];
  /** What each file is to be: image, video, audio or document. What is missing is derived from the file. */
  attachment_types?: readonly string[];
};

export type NewGroupChat = Omit<Schemas["CreateGroupChatRequest"], "member_ids"> & {
  member_ids?: readonly number[];
  avatar?: FileLike;
};

export type GroupChatChanges = Schemas["UpdateGroupChatRequest"] & { avatar?: FileLike };

// ── Errors ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The service said no, or there was no answer. */
export class ApiError extends Error {
  constructor(
    status: number,
    detail: string,
    more?: {
      errors?: Record<string, string[]> | null;
      problem?: Problem | null;
      retryAfter?: number | null;
      cause?: unknown;
    },
  );
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** What the service said, for people. */
  readonly detail: string;
  /** What is wrong with which member of the body or query. */
  readonly errors: Record<string, string[]> | null;
  /** The whole answer, with members such as `conversation_id`. */
  readonly problem: (Problem & Record<string, unknown>) | null;
  /** In seconds. */
  readonly retryAfter: number | null;
  readonly cause?: unknown;
  /** True for what a later attempt may bring about. */
  get isPassing(): boolean;
}

// ── The client ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What there is to keep, so as to be signed in after a restart. It is secret. */
export interface Session {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends, in milliseconds by the clock of this machine. */
  expiresAt?: number;
  /** How long it lives, in milliseconds. */
  life?: number;
  user?: Me;
}

/** Such as localStorage, or React Native's AsyncStorage. */
export interface KeyValueStorage {
  getItem(name: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(name: string, value: string): unknown;
  removeItem(name: string): unknown;
}

export interface Clock {
  now(): number;
  setTimeout(act: () => void, delay: number): unknown;
  clearTimeout(timer: any): void;
  /** From 0 to 1. */
  random(): number;
}

export interface ConnectifyOptions {
  /** Where the service is; in a browser, unless given, where the page came from. */
  url?: string;
  /** As it was given to `onSession`. */
  session?: Session | null;
  /** Called with each new session, which is to be kept; with null when signed out. */
  onSession?: (session: Session | null) => void;
  /** Reads what `onSession` has kept, where several tabs share it: they then replace its tokens in turn. */
  loadSession?: () => Session | null | Promise<Session | null>;
  /** Keeps what waits to be sent, so that it survives a restart of the app. Without it, it is kept in memory. */
  storage?: KeyValueStorage;
  fetch?: typeof globalThis.fetch;
  XMLHttpRequest?: new () => any;
  WebSocket?: new (url: string, protocols: string[]) => any;
  clock?: Partial<Clock>;
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  /** With it the request may be repeated, and is, without making anything twice. */
  key?: string;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Sent without a token. */
  isAnonymous?: boolean;
  /** That it does the same when it is done twice: repeated where the service can't be reached. */
  isRepeatable?: boolean;
}

/** How much of an upload has gone out, of `total`, which is 0 where that is not known. */
export interface Progress {
  loaded: number;
  total: number;
}

export type CreateOptions = Pick<RequestOptions, "key" | "signal">;
export type UploadOptions = Pick<RequestOptions, "key" | "signal" | "onProgress">;

export interface ListQuery {
  organization_id?: number;
  limit?: number;
  cursor?: string | null;
}

export interface PageQuery {
  page?: number;
  page_size?: number;
}

export type NeighboursQuery =
  { before: number; after?: undefined; limit?: number } | { after: number; before?: undefined; limit?: number };

export type ConnectifyEvents = {
  session: Session | null;
  /** The session has ended without this client having asked for it. */
  signed_out: { error: ApiError };
};

declare class Emitter<Events> {
  /** Listens. The answer ends that. */
  on<Name extends keyof Events>(event: Name, listener: (value: Events[Name]) => void): () => void;
}

interface Chats<Detail> {
  show(id: number): Promise<Detail>;
  delete(id: number): Promise<void>;
  messages(id: number, query: NeighboursQuery): Promise<Neighbours<Message>>;
  messages(id: number, query?: PageQuery): Promise<Page<Message>>;
  /** Sends a message, with files where there are some. Text alone is better sent by `chat().send`. */
  send(id: number, message: string | NewMessage, options?: UploadOptions): Promise<Message>;
  /** Everything up to a message has been read. */
  markRead(id: number, upTo: number): Promise<Schemas["MarkReadResponse"]>;
}

/** Somebody's connection to a Connectify service: signs in, asks, and opens chats. */
export class Connectify extends Emitter<ConnectifyEvents> {
  constructor(options?: ConnectifyOptions);
  get session(): Session | null;
  get user(): Me | null;

  logIn(body: { username: string; password: string } | { email: string; password: string }): Promise<Me>;
  register(body: Schemas["RegisterRequest"]): Promise<Me>;
  logOut(): Promise<void>;

  /**
   * One chat of who is signed in, always as the same object; `cursor` counts the first time. It does nothing before it is
   * opened, and opens for nobody else.
   */
  chat(kind: ChatKind, id: number, options?: { cursor?: string | null }): Chat;
  /** Says that the network may be back, or the app in front again. A browser does it by itself. */
  wake(): void;
  /** The whole address of what the service gave as a path, such as an attachment's `url`. */
  href(url: string): string;
  /** Asks the service for anything. */
  request<T = any>(method: string, address: string, options?: RequestOptions): Promise<T>;

  readonly accounts: {
    profile(): Promise<Profile>;
    updateProfile(body: Schemas["UpdateProfileRequest"]): Promise<Profile>;
    /** Ends every other session; this one goes on. */
    changePassword(body: Schemas["ChangePasswordRequest"]): Promise<void>;
  };
  readonly users: {
    list(organizationId: number, query?: PageQuery & { search?: string }): Promise<Page<OrganizationUser>>;
    show(organizationId: number, userId: number): Promise<OrganizationUser>;
  };
  readonly organizations: {
    join(organizationId: number): Promise<OrganizationRole>;
  };
  readonly admin: {
    createUser(
      organizationId: number,
      body: Schemas["CreateUserRequest"],
      options?: CreateOptions,
    ): Promise<OrganizationUser>;
    changeUserRole(organizationId: number, userId: number, role: string): Promise<Schemas["ChangeUserRoleResponse"]>;
    activateUser(userId: number): Promise<Schemas["Done"]>;
    deactivateUser(userId: number): Promise<Schemas["Done"]>;
    reactivateUser(userId: number): Promise<Schemas["Done"]>;
  };
  readonly conversations: Chats<ConversationDetail> & {
    list(query?: ListQuery): Promise<List<Conversation>>;
    start(body: Schemas["StartConversationRequest"], options?: CreateOptions): Promise<ConversationDetail>;
  };
  readonly groupChats: Chats<GroupChatDetail> & {
    list(query?: ListQuery): Promise<List<GroupChat>>;
    create(body: NewGroupChat, options?: UploadOptions): Promise<GroupChatDetail>;
    update(
      id: number,
      body: GroupChatChanges,
      options?: Pick<UploadOptions, "signal" | "onProgress">,
    ): Promise<GroupChatDetail>;
    addMembers(id: number, userIds: readonly number[]): Promise<GroupChatDetail>;
    removeMember(id: number, userId: number): Promise<GroupChat>;
    changeRole(id: number, userId: number, role: "admin" | "member"): Promise<Member>;
  };
  readonly messages: {
    show(id: number): Promise<Message>;
    edit(id: number, content: string): Promise<Message>;
    delete(id: number): Promise<void>;
    react(id: number, emoji: string, options?: CreateOptions): Promise<Reaction>;
    /** Takes one's own reaction off again; all of them where none is named. */
    unreact(id: number, emoji?: string): Promise<void>;
    reads(id: number, query?: PageQuery): Promise<Page<Read>>;
  };
  readonly blocks: {
    list(query?: ListQuery): Promise<List<Block>>;
    block(body: Schemas["BlockUserRequest"], options?: CreateOptions): Promise<Block>;
    unblock(id: number): Promise<void>;
  };
}

// ── A chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type ChatKind = "conversation" | "group_chat";
export type ChatState = "idle" | "connecting" | "open" | "waiting" | "closed";

export interface Typist {
  user_id: number;
  username: string;
}

export interface OutboxEntry {
  /** The `client_message_id` that its message will have. */
  key: string;
  content: string;
  replyTo: number | null;
  /** waiting for its turn or for the connection, sent and not acknowledged, or refused for good. */
  state: "waiting" | "sent" | "failed";
  error?: ApiError;
}

export type ChatEvents = {
  /** `retryIn` is in milliseconds; `code` the close code of the socket where one was closed. */
  state: { state: ChatState; code?: number | null; reason?: string; retryIn?: number };
  /** After each opening comes either this: nothing was missed, and this is the chat now … */
  resumed: { chat: ConversationDetail | GroupChatDetail };
  /** … or this: something may be missing, so fetch what you show. */
  resync: {};
  /** A new message, one's own as well; each once, in the order of the chat. */
  message: { message: Message };
  message_edited: { chat_id: number; message: Message };
  message_deleted: { chat_id: number; message_id: number; position: number };
  /** An older message as it is now, after something was missed. */
  message_updated: { chat_id: number; message: Message };
  reaction_added: { chat_id: number; reaction: Reaction };
  reaction_removed: { chat_id: number; message_id: number; emoji: string; user_id: number };
  read: { chat_id: number; user_id: number; message_ids: number[]; up_to?: number | null };
  typing: Typist & { is_typing: boolean };
  member_added: { chat_id: number; members: Member[] };
  member_removed: { chat_id: number; user_id: number };
  role_changed: { chat_id: number; member: Member };
  chat_updated: { chat_id: number; group_chat: Partial<GroupChat> & Pick<GroupChat, "id" | "name"> };
  chat_deleted: { chat_id: number };
  outbox: { entries: OutboxEntry[] };
  error: { detail: string };
};

/** One chat, live: its socket, which comes back by itself, and what waits to be sent. Made by `Connectify.chat`. */
export interface Chat extends Emitter<ChatEvents> {
  readonly kind: ChatKind;
  readonly id: number;
  readonly state: ChatState;
  /** How far this chat has been seen: who gives it to `chat` after a restart is shown what came since. */
  readonly cursor: string | null;
  readonly typists: Typist[];
  readonly outbox: OutboxEntry[];
  open(): void;
  close(): void;
  /** Sends a message: once, in the order of the calls, through whatever happens to the connection meanwhile. */
  send(content: string, options?: { replyTo?: number | null; key?: string }): Promise<Message>;
  /** Sends what was refused once more. */
  retry(key: string): Promise<Message>;
  /** Takes a message out of the outbox; false where it is on its way just now. */
  discard(key: string): boolean;
  /** To be called with each key that is pressed. */
  typing(): void;
  /** Says that messages have been read: exactly these. */
  read(ids: number | readonly number[]): void;
}

export {};
