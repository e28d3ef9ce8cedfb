// How apps use the library, and what the types are to refuse. Checked by tsc, never run.
import { ApiError, Connectify } from "connectify";
import type { Chat, ChatEvents, KeyValueStorage, List, Message, GroupChat, OutboxEntry, Session } from "connectify";

const connectify = new Connectify({
  url: "http://localhost:5080",
  session: JSON.parse(localStorage.getItem("session") ?? "null") as Session | null,
  onSession: (session) => localStorage.setItem("session", JSON.stringify(session)),
  storage: localStorage,
});

new Connectify();
new Connectify({ WebSocket, fetch, XMLHttpRequest, clock: { random: Math.random } });
// @ts-expect-error It is called onSession.
new Connectify({ onsession: () => {} });

declare const asyncStorage: {
  getItem(key: string, callback?: (error?: Error, result?: string) => void): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
};
const storage: KeyValueStorage = asyncStorage;
new Connectify({ url: "https://chat.example.com", storage });

async function uses() {
  const me = await connectify.logIn({ username: "alice", password: "connectify" });
  const name: string = me.first_name;
  // @ts-expect-error The tokens are the library's own business.
  me.token;
  // @ts-expect-error Without a password nobody is let in.
  await connectify.logIn({ username: "alice" });
  await connectify.register({
    username: "dora",
    email: "dora@example.com",
    password: "connectify",
    organization_id: 1,
  });

  const list: List<GroupChat> = await connectify.groupChats.list({ organization_id: 1, limit: 20 });
  await connectify.groupChats.list({ cursor: list.next });
  const conversation = await connectify.conversations.start({ participant_id: 2, organization_id: 1 });
  const newest: Message | undefined = conversation.messages[0];
  const older = await connectify.conversations.messages(conversation.id, { before: 5, limit: 20 });
  const hasMore: boolean = older.has_more;
  const page = await connectify.conversations.messages(conversation.id, { page: 2 });
  const count: number = page.count;
  // @ts-expect-error Both at once are refused.
  await connectify.conversations.messages(conversation.id, { before: 5, after: 6 });

  const upload = new AbortController();
  await connectify.conversations.send(
    conversation.id,
    {
      content: "A picture",
      attachments: [new File([], "a.png"), { uri: "file:///a.jpg", name: "a.jpg", type: "image/jpeg" }],
    },
    { onProgress: ({ loaded, total }) => console.log(loaded / total), signal: upload.signal, key: "one" },
  );
  // @ts-expect-error A file is no text.
  await connectify.conversations.send(conversation.id, { attachments: ["a.png"] });
  await connectify.groupChats.create({ name: "Team", organization_id: 1, member_ids: [2, 3], avatar: new Blob([]) });
  // @ts-expect-error There are no other roles.
  await connectify.groupChats.changeRole(1, 2, "owner");
  const profile = await connectify.accounts.updateProfile({ first_name: "Ann" });
  const answer: { ok: boolean } = await connectify.request<{ ok: boolean }>("GET", "/health/ready", {
    query: { a: 1 },
  });

  const chat: Chat = connectify.chat("conversation", conversation.id, { cursor: null });
  // @ts-expect-error There are two kinds.
  connectify.chat("room", 1);
  const stop: () => void = chat.on("message", ({ message }) => console.log(message.content));
  chat.on("typing", ({ username, is_typing }) => console.log(username, is_typing));
  chat.on("state", ({ state, code, retryIn }) => console.log(state === "waiting" && retryIn, code));
  chat.on("resumed", ({ chat }) => console.log("members" in chat ? chat.members.length : chat.participants.length));
  chat.on("outbox", ({ entries }: { entries: OutboxEntry[] }) => entries.filter(({ state }) => state === "failed"));
  // @ts-expect-error There is no such event.
  chat.on("messages", () => {});
  // @ts-expect-error And what comes with one is known.
  chat.on("read", ({ message_id }) => {});
  connectify.on("signed_out", ({ error }) => console.log(error.detail));
  chat.open();
  const message: Message = await chat.send("Hello", { replyTo: newest?.id ?? null });
  chat.read(message.id);
  chat.read([message.id]);
  // @ts-expect-error It is read from outside.
  chat.state = "open";
  stop();

  try {
    await chat.send("");
  } catch (error) {
    if (error instanceof ApiError && error.status === 400)
      console.log(error.errors?.["content"]?.[0], error.problem?.["conversation_id"]);
  }
  return { name, hasMore, count, profile, answer };
}

const names: (keyof ChatEvents)[] = ["state", "message", "resync"];
export { uses, names };
