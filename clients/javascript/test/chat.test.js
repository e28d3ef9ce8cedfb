import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ApiError } from "../connectify.js";
import { leave, opened, pair, person, quick, so, until } from "./people.js";
import { Service } from "./service.js";

let service;
before(async () => {
  service = await Service.start({ Limits__MessagesPerSecond: "5", Limits__MessageBurst: "20" });
});
after(async () => {
  await leave();
  await service.remove();
});

/** A WebSocket that keeps what it sent. */
function recording() {
  const frames = [];
  class Recording extends WebSocket {
    send(text) {
      frames.push(JSON.parse(text));
      super.send(text);
    }
  }
  return { WebSocket: Recording, frames, of: (type) => frames.filter((frame) => frame.type === type) };
}

test("two talk: each message comes to both, once, in one order, and the outbox is empty", async () => {
  const { a, b, id } = await pair(service);
  const [chatA, chatB] = [await opened(a, id), await opened(b, id)];

  const sent = await Promise.all([
    chatA.send("1"),
    chatB.send("2"),
    chatA.send("3", { replyTo: null }),
    chatA.send("4"),
  ]);
  for (const chat of [chatA, chatB]) await so(chat, "message", () => chat.heard.length === 4);

  assert.deepEqual(
    sent.map((m) => m.content),
    ["1", "2", "3", "4"],
  );
  assert.deepEqual(chatA.heard, chatB.heard);
  assert.deepEqual(
    chatA.heard.map((m) => m.position),
    [1, 2, 3, 4],
  );
  assert.deepEqual(
    chatA.heard.filter((m) => m.sender_id === a.user.id).map((m) => m.content),
    ["1", "3", "4"],
  );
  assert.deepEqual([chatA.outbox, chatB.outbox], [[], []]);
});

test("a message is one frame with a key, and none by REST", async () => {
  const requests = [];
  const fetch = (url, init) => (requests.push(url), globalThis.fetch(url, init));
  const { WebSocket, of } = recording();
  const { a, id } = await pair(service, { fetch, WebSocket });
  const chat = await opened(a, id);
  requests.length = 0;

  const message = await chat.send("once");

  assert.deepEqual(of("message"), [
    { type: "message", content: "once", reply_to: null, client_message_id: message.client_message_id },
  ]);
  assert.deepEqual(requests, []);
  assert.equal((await a.conversations.messages(id)).count, 1);
});

test("the token is not in the address", async () => {
  const addresses = [];
  class Watched extends WebSocket {
    constructor(url, protocols) {
      addresses.push(url);
      super(url, protocols);
    }
  }
  const { a, id } = await pair(service, { WebSocket: Watched });
  await opened(a, id, "conversation", { cursor: "0-0" });
  assert.deepEqual(addresses, [`ws://localhost:${service.port}/ws/messaging/conversations/${id}/?cursor=0-0`]);
});

test("what happens to messages is told", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(b, id);
  const message = await a.conversations.send(id, "first");
  const happens = async (event, act) => {
    const told = until(chat, event);
    await act();
    return told;
  };

  assert.equal(
    (await happens("message_edited", () => a.messages.edit(message.id, "second"))).message.content,
    "second",
  );
  assert.equal((await happens("reaction_added", () => a.messages.react(message.id, "👍"))).reaction.emoji, "👍");
  assert.deepEqual(await happens("reaction_removed", () => a.messages.unreact(message.id, "👍")), {
    chat_id: id,
    message_id: message.id,
    emoji: "👍",
    user_id: a.user.id,
  });
  assert.deepEqual(await happens("message_deleted", () => a.messages.delete(message.id)), {
    chat_id: id,
    message_id: message.id,
    position: 1,
  });
});

test("what happens to a group chat is told, and who is removed is let go for good", async () => {
  const [a, b] = [await person(service), await person(service)];
  const { id } = await a.groupChats.create({ name: "Team", organization_id: 1, member_ids: [b.user.id] });
  const [chatA, chatB] = [await opened(a, id, "group_chat"), await opened(b, id, "group_chat")];
  const c = await person(service);

  const [added] = await Promise.all([until(chatB, "member_added"), a.groupChats.addMembers(id, [c.user.id])]);
  assert.deepEqual(
    added.members.map((m) => m.id),
    [c.user.id],
  );
  const [role] = await Promise.all([until(chatB, "role_changed"), a.groupChats.changeRole(id, c.user.id, "admin")]);
  assert.equal(role.member.role, "admin");
  const [updated] = await Promise.all([until(chatB, "chat_updated"), a.groupChats.update(id, { name: "Crew" })]);
  assert.equal(updated.group_chat.name, "Crew");

  const closed = until(chatB, "state", ({ state }) => state === "closed");
  const [removed] = await Promise.all([until(chatA, "member_removed"), a.groupChats.removeMember(id, b.user.id)]);
  assert.equal(removed.user_id, b.user.id);
  assert.equal((await closed).code, 4004);
  await assert.rejects(chatB.send("Hello?"), (error) => error instanceof ApiError && error.status === 403);
  assert.deepEqual(
    chatB.outbox.map(({ content, state }) => [content, state]),
    [["Hello?", "failed"]],
  );
});

test("a conversation that is deleted ends for good", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(b, id);
  const deleted = until(chat, "chat_deleted");
  const closed = until(chat, "state", ({ state }) => state === "closed");
  await a.conversations.delete(id);
  await deleted;
  assert.equal((await closed).code, 4004);
  assert.equal(chat.state, "closed");
});

test("a chat that one is not in is closed for good, without having been open", async () => {
  const { id } = await pair(service);
  const stranger = await person(service);
  const chat = stranger.chat("conversation", id);
  const states = [];
  chat.on("state", ({ state }) => states.push(state));
  chat.open();
  assert.equal((await until(chat, "state", ({ state }) => state === "closed")).code, 4004);
  assert.deepEqual(states, ["connecting", "closed"]);
});

test("who has read what is told, both ways in one form", async () => {
  const { a, b, id } = await pair(service);
  const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
  const sent = [];
  for (const content of ["1", "2", "3", "4"]) sent.push((await chatA.send(content)).id);

  chatB.read(sent[0]);
  assert.deepEqual((await until(chatA, "read")).message_ids, [sent[0]]);
  const some = until(chatA, "read");
  chatB.read(sent[1]);
  chatB.read([sent[2], sent[1], -1, "x"]);
  assert.deepEqual(
    (await some).message_ids.sort((one, other) => one - other),
    [sent[1], sent[2]],
  );
  const all = until(chatA, "read");
  await b.conversations.markRead(id, sent[3]);
  const { user_id, message_ids, up_to } = await all;
  assert.deepEqual([user_id, message_ids, up_to], [b.user.id, [sent[3]], sent[3]]);
});

test("what is not of the chat does not keep the others from being read", async () => {
  const { a, b, id } = await pair(service);
  const other = await pair(service);
  const elsewhere = await other.a.conversations.send(other.id, "elsewhere");
  const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
  const sent = [];
  for (const content of ["1", "2", "3"]) sent.push((await chatA.send(content)).id);

  chatB.read([...sent, elsewhere.id]);
  const read = () => chatA.told.flatMap(([event, { message_ids }]) => (event === "read" ? message_ids : []));
  await so(chatA, "read", () => read().length === sent.length);

  assert.deepEqual(
    read().sort((one, other) => one - other),
    sent,
  );
});

test("what was read while nobody was connected is told afterwards", async () => {
  const { a, b, id } = await pair(service);
  const message = await a.conversations.send(id, "read me");
  const chatA = await opened(a, id);
  const read = until(chatA, "read");
  const chatB = b.chat("conversation", id);
  chatB.read(message.id);
  chatB.open();
  assert.deepEqual((await read).message_ids, [message.id]);
});

test("typing is seen to begin, and to end by a pause, by sending and by leaving", async () => {
  const { WebSocket, of } = recording();
  const { a, b, id } = await pair(service, { clock: quick(20), WebSocket });
  const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
  const seen = (is) => until(chatB, "typing", ({ is_typing }) => is_typing === is);

  let [begun] = await Promise.all([seen(true), chatA.typing()]);
  assert.deepEqual(begun, { user_id: a.user.id, username: a.user.username, is_typing: true });
  assert.deepEqual(chatB.typists, [{ user_id: a.user.id, username: a.user.username }]);
  await seen(false);
  assert.deepEqual(chatB.typists, []);

  await Promise.all([seen(true), chatA.typing()]);
  await Promise.all([seen(false), chatA.send("done")]);

  await Promise.all([seen(true), chatA.typing()]);
  await Promise.all([seen(false), chatA.close()]);
  assert.deepEqual(
    of("typing").map((frame) => frame.is_typing),
    [true, false, true, false, true, false],
  );
});

test("heartbeats are acknowledged", async () => {
  // One of its own: who beats so fast is as quick to take a slow client for a dead one.
  const beating = await Service.start({ Realtime__HeartbeatInterval: "00:00:01" });
  try {
    const { WebSocket, of } = recording();
    const { a, id } = await pair(beating, { WebSocket });
    const chat = await opened(a, id);
    for (const end = Date.now() + 30_000; of("heartbeat_ack").length < 2 && Date.now() < end;) {
      // It brings itself about: a heartbeat has no event.
      await chat.send(String(of("heartbeat_ack").length));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    assert.ok(of("heartbeat_ack").length >= 2);
    assert.ok(of("heartbeat_ack").every(({ timestamp }) => /^\d{4}-.*Z$/.test(timestamp)));
    await a.logOut();
  } finally {
    await beating.remove();
  }
});

test("who sends too fast is slowed down, and nothing is lost or changes places", async () => {
  const { WebSocket, of } = recording();
  const { a, b, id } = await pair(service, { WebSocket });
  const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
  const contents = Array.from({ length: 40 }, (_, i) => String(i));

  await Promise.all(contents.map((content) => chatA.send(content)));
  await so(chatB, "message", () => chatB.heard.length === 40);

  assert.ok(of("message").length > 40, "The limit was not reached");
  assert.deepEqual(
    chatB.heard.map((m) => m.content),
    contents,
  );
  assert.deepEqual(
    chatA.heard.map((m) => m.content),
    contents,
  );
  assert.deepEqual(chatA.outbox, []);
  assert.deepEqual(
    chatA.told.filter(([event]) => event === "error"),
    [],
  );
});

test("what is refused stays in the outbox, lets others pass, and can be sent again or thrown away", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(a, id);
  const block = await b.blocks.block({ blocked_id: a.user.id, organization_id: 1 });

  const error = await chat.send("Hello?").catch((e) => e);
  assert.ok(error instanceof ApiError);
  assert.deepEqual([error.status, error.detail], [403, "You have been blocked by this user"]);
  await assert.rejects(chat.send(""), (e) => e.status === 400 && e.errors.content.length === 1);
  await assert.rejects(chat.send("\ud800"), (e) => e.status === 400);
  assert.deepEqual(
    chat.outbox.map(({ state }) => state),
    ["failed", "failed", "failed"],
  );
  const [first, ...others] = chat.outbox.map(({ key }) => key);
  for (const key of others) assert.equal(chat.discard(key), true);
  assert.equal(chat.discard("none"), false);

  await b.blocks.unblock(block.id);
  await assert.rejects(
    chat.send("x", { replyTo: 999_999, key: "reply" }),
    (e) => e.status === 400 && e.errors.reply_to.length === 1,
  );
  assert.equal(chat.discard("reply"), true);
  assert.equal((await chat.send("Still there?")).position, 1);
  const again = await chat.retry(first);
  assert.deepEqual([again.content, again.position, again.client_message_id], ["Hello?", 2, first]);
  assert.deepEqual(chat.outbox, []);
  await assert.rejects(chat.retry(first), TypeError);
  assert.deepEqual(
    chat.heard.map((m) => m.content),
    ["Still there?", "Hello?"],
  );
});

test("a refusal that nobody waits for stops nothing", async () => {
  const { a, id } = await pair(service);
  const chat = await opened(a, id);
  chat.send("");
  await so(chat, "outbox", () => chat.outbox[0]?.state === "failed");
  assert.equal((await chat.send("on")).content, "on");
});

test("what would be too much for a frame goes by a request, and is refused by itself where it is too long", async () => {
  const { WebSocket, of } = recording();
  const { a, b, id } = await pair(service, { WebSocket });
  const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
  const long = "\u0001".repeat(9_999) + "x";

  const [first, second] = await Promise.all([chatA.send(long), chatA.send("after")]);
  await assert.rejects(
    chatA.send("y".repeat(70_000)),
    (error) => error.status === 400 && error.errors.content.length === 1,
  );
  await so(chatB, "message", () => chatB.heard.length === 2);

  assert.equal(first.content, long);
  assert.deepEqual(
    chatB.heard.map((m) => m.id),
    [first.id, second.id],
  );
  assert.deepEqual(
    chatA.heard.map((m) => m.id),
    [first.id, second.id],
  );
  assert.equal(of("message").length, 1);
  assert.equal(chatA.state, "open");
});

test("what waits survives a restart of the app, in its order, and what failed too", async () => {
  const items = new Map();
  const storage = {
    getItem: async (name) => items.get(name),
    setItem: async (name, value) => void items.set(name, value),
    removeItem: async (name) => void items.delete(name),
  };
  const { a, b, id } = await pair(service, { storage });
  const before = a.chat("conversation", id);
  before.open();
  await assert.rejects(before.send(""));
  before.close();
  for (const content of ["1", "2", "3"]) before.send(content);
  await so(before, "outbox", () => before.outbox.length === 4);
  while (![...items.values()].some((text) => text.includes('"3"'))) await new Promise(setImmediate);

  const restarted = new a.constructor({ url: service.url, session: a.session, storage });
  const chat = restarted.chat("conversation", id);
  const last = chat.send("4");
  chat.open();
  await last;

  assert.deepEqual(
    (await b.conversations.messages(id)).results.map((m) => m.content),
    ["4", "3", "2", "1"],
  );
  assert.deepEqual(
    chat.outbox.map(({ content, state, error }) => [content, state, error.status]),
    [["", "failed", 400]],
  );
  assert.ok(chat.outbox[0].error instanceof ApiError);
  chat.discard(chat.outbox[0].key);
  while (items.size > 0) await new Promise(setImmediate);
});

test("of two tabs with one storage neither forgets what waits in the other", async () => {
  const items = new Map();
  const storage = {
    getItem: (name) => items.get(name),
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
  const { a, b, id } = await pair(service, { storage });
  const tab = () => new a.constructor({ url: service.url, session: a.session, storage }).chat("conversation", id);
  const [one, two] = [tab(), tab()];
  await new Promise(setImmediate);
  one.send("one");
  two.send("two");
  while (JSON.parse([...items.values()][0] ?? "[]").length < 2) await new Promise(setImmediate);

  const three = tab();
  three.open();
  await so(three, "outbox", () => three.outbox.length === 2);
  await so(three, "outbox", () => three.outbox.length === 0);
  one.open();
  two.open();
  await Promise.all([one, two].map((chat) => so(chat, "outbox", () => chat.outbox.length === 0)));

  assert.deepEqual((await b.conversations.messages(id)).results.map((m) => m.content).sort(), ["one", "two"]);
  assert.equal(items.size, 0);
});

test("a storage that fails is told of, and nothing else fails", async () => {
  const fail = () => {
    throw new Error("full");
  };
  const { a, id } = await pair(service, { storage: { getItem: fail, setItem: fail, removeItem: fail } });
  const chat = await opened(a, id);
  assert.equal((await chat.send("on")).content, "on");
  assert.ok(chat.told.some(([event, { detail }]) => event === "error" && /outbox/.test(detail)));
});

test("who comes back with a cursor is shown what it missed, and nothing twice", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(b, id);
  const first = await a.conversations.send(id, "1");
  const second = await a.conversations.send(id, "2");
  await so(chat, "message", () => chat.heard.length === 2);
  chat.close();
  await a.conversations.send(id, "3");
  await a.messages.edit(first.id, "1, edited");
  await a.messages.delete(second.id);

  const resumed = until(chat, "resumed");
  chat.open();
  const { chat: shown } = await resumed;

  assert.equal(shown.last_message.content, "3");
  assert.deepEqual(
    chat.heard.map((m) => m.content),
    ["1", "2", "3"],
  );
  const updated = chat.told
    .filter(([event]) => event === "message_updated")
    .map(([, { message }]) => [message.id, message.content, message.is_deleted]);
  assert.deepEqual(updated, [
    [first.id, "1, edited", false],
    [second.id, "", true],
  ]);
  assert.equal(chat.told.filter(([event]) => event === "resync").length, 1);
});

test("an app that was restarted goes on from the cursor that it kept", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(b, id);
  await a.conversations.send(id, "1");
  await so(chat, "message", () => chat.heard.length === 1);
  const { cursor } = chat;
  await b.conversations.send(id, "2");

  const restarted = new b.constructor({ url: service.url, session: b.session });
  const after = await opened(restarted, id, "conversation", { cursor });

  assert.deepEqual(
    after.heard.map((m) => m.content),
    ["2"],
  );
  assert.deepEqual(
    after.told.map(([event]) => event),
    ["state", "message", "state", "resumed"],
  );
});

test("who has missed too much, or has a cursor of nothing, is told to fetch, and is live", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(b, id, "conversation", { cursor: "of another world" });
  assert.deepEqual(
    chat.told.map(([event]) => event),
    ["state", "state", "resync"],
  );
  await a.conversations.send(id, "live");
  await so(chat, "message", () => chat.heard.length === 1);
});

test("who begins anew is told to fetch too: nothing can be missed between that and what comes", async () => {
  const { a, id } = await pair(service);
  const chat = await opened(a, id);
  assert.deepEqual(
    chat.told.map(([event]) => event),
    ["state", "state", "resync"],
  );
});

test("after closing nothing comes, and opening goes on", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(a, id);
  chat.close();
  chat.close();
  assert.equal(chat.state, "closed");
  const waiting = chat.send("when open");
  await b.conversations.send(id, "meanwhile");
  assert.equal(chat.heard.length, 0);
  chat.open();
  chat.open();
  await waiting;
  await so(chat, "message", () => chat.heard.length > 0);
  // It had been shown nothing, so what was missed is to be fetched, and that was said.
  assert.equal(chat.told.filter(([event]) => event === "resync").length, 2);
});

test("a chat is the same object, whoever asks for it", async () => {
  const { a, id } = await pair(service);
  assert.equal(a.chat("conversation", id), a.chat("conversation", id));
  assert.throws(() => a.chat("room", id), TypeError);
  for (const wrong of [undefined, "1", 0, -1, 1.5, NaN]) assert.throws(() => a.chat("conversation", wrong), TypeError);
});

test("a listener that throws stops nobody, and one that has ended hears nothing", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  const { a, id } = await pair(service);
  const chat = await opened(a, id);
  const heard = [];
  chat.on("message", () => {
    throw new Error("mine");
  });
  chat.on("message", ({ message }) => heard.push(message.content));
  const stop = chat.on("message", () => heard.push("stopped"));
  stop();
  await chat.send("on");
  assert.deepEqual(heard, ["on"]);
  assert.equal(reported.mock.calls[0].arguments[0].message, "mine");
});
