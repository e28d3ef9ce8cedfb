import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { leave, opened, pair, quick, so, until } from "./people.js";
import { Proxy } from "./proxy.js";
import { Service } from "./service.js";

let service;
before(
  async () => (service = await Service.start({ Limits__MessagesPerSecond: "1000", Limits__MessageBurst: "1000" })),
);
after(async () => {
  await leave();
  await service.remove();
});

/** Who has missed more than 500 frames is told to fetch instead of being shown them. */
const AHEAD = 150;

/** Sends until it is told to end, as long as the other is not too far behind, and answers what was acknowledged. */
function sending(chat, name, other) {
  const isSeen = () => other.heard.filter((m) => m.sender_id === chat.me).length > sent.length - AHEAD;
  const sent = [];
  let isOver = false;
  const done = (async () => {
    while (!isOver) {
      // Three at a time, so that some wait behind others when it breaks.
      const three = [1, 2, 3].map((i) => chat.send(`${name} ${sent.length + i}`));
      sent.push(...(await Promise.all(three)));
      await so(other, "message", isSeen);
    }
    return sent;
  })();
  return { end: () => ((isOver = true), done), count: () => sent.length };
}

/** What both were shown is what is stored, all that was acknowledged is in it, and each one's own in the order of sending. */
async function judge({ a, id }, chats, sent) {
  const stored = [];
  for (let page = 1, more = true; more; page++) {
    const { results, next } = await a.conversations.messages(id, { page, page_size: 100 });
    stored.unshift(...results.reverse());
    more = next !== null;
  }
  assert.deepEqual(
    stored.map((m) => m.position),
    stored.map((_, i) => i + 1),
  );
  for (const [i, chat] of chats.entries()) {
    assert.equal(chat.told.filter(([event]) => event === "resync").length, 1);
    await so(chat, "message", () => chat.heard.length >= stored.length);
    assert.deepEqual(
      chat.heard.map((m) => m.id),
      stored.map((m) => m.id),
    );
    const own = stored.filter((m) => m.sender_id === chat.me);
    assert.deepEqual(
      own.map((m) => m.content),
      own.map((_, n) => `${"ab"[i]} ${n + 1}`),
    );
    assert.deepEqual(
      own.map((m) => m.id),
      sent[i].map((m) => m.id),
    );
    assert.deepEqual(chat.outbox, []);
    assert.deepEqual(
      chat.told.filter(([event]) => event === "error"),
      [],
    );
  }
}

/** Two who talk to each other, each in a chat that knows who they are. */
async function talking(service, options) {
  const both = await pair(service, options, options);
  const chats = [await opened(both.a, both.id), await opened(both.b, both.id)];
  chats[0].me = both.a.user.id;
  chats[1].me = both.b.user.id;
  return { ...both, chats };
}

/** Waits until each of them has got so many more of their own into the chat. */
function more(chats, count) {
  const ownOf = (chat) => chat.heard.filter((m) => m.sender_id === chat.me).length;
  return Promise.all(
    chats.map((chat) => ((from) => so(chat, "message", () => ownOf(chat) >= from + count))(ownOf(chat))),
  );
}

test("the service is stopped and killed while two people talk: every message once, in order, for both", async () => {
  const talk = await talking(service, { clock: quick(4) });
  const senders = [sending(talk.chats[0], "a", talk.chats[1]), sending(talk.chats[1], "b", talk.chats[0])];
  for (const signal of ["SIGTERM", "SIGKILL", "SIGKILL", "SIGTERM"]) {
    await more(talk.chats, 30);
    await service.restart(signal);
  }
  await more(talk.chats, 30);

  const sent = await Promise.all(senders.map((sender) => sender.end()));

  assert.ok(sent.every((own) => own.length >= 150));
  await judge(talk, talk.chats, sent);
});

test("connections are cut at random while two people talk: every message once, in order, for both", async () => {
  const proxy = await Proxy.before(service);
  try {
    const talk = await talking({ url: proxy.url }, { clock: quick(10) });
    const senders = [sending(talk.chats[0], "a", talk.chats[1]), sending(talk.chats[1], "b", talk.chats[0])];
    // Who has not been shown a message has no cursor to come back with, and is rightly told to fetch.
    await more(talk.chats, 1);
    proxy.cutBefore = () => Math.random() < 0.02;
    for (let i = 0; i < 12; i++) {
      await more(talk.chats, 10);
      proxy.cut();
    }
    proxy.cutBefore = () => false;
    const sent = await Promise.all(senders.map((sender) => sender.end()));
    assert.ok(proxy.connections > 20);
    await judge(talk, talk.chats, sent);
  } finally {
    await proxy.close();
  }
});

test("cut after the service has stored a message and before its sender hears of it: it is there once", async () => {
  const proxy = await Proxy.before(service);
  try {
    const { a, b, id } = await pair(service, { url: proxy.url, clock: quick(10) });
    const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
    await chatA.send("before");
    proxy.isDeaf = true;
    const sent = chatA.send("stored");
    await so(chatB, "message", () => chatB.heard.length === 2);
    assert.deepEqual(
      chatA.outbox.map(({ state }) => state),
      ["sent"],
    );

    proxy.isDeaf = false;
    proxy.cut();

    assert.equal((await sent).id, chatB.heard[1].id);
    assert.deepEqual(
      chatA.heard.map((m) => m.content),
      ["before", "stored"],
    );
    assert.equal((await b.conversations.messages(id)).count, 2);
  } finally {
    await proxy.close();
  }
});

test("the same for who has no cursor yet: the repeat is answered with the first", async () => {
  const proxy = await Proxy.before(service);
  try {
    const { a, b, id } = await pair(service, { url: proxy.url, clock: quick(10) });
    const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
    proxy.isDeaf = true;
    const sent = chatA.send("stored");
    await so(chatB, "message", () => chatB.heard.length === 1);
    proxy.isDeaf = false;
    proxy.cut();

    assert.equal((await sent).id, chatB.heard[0].id);
    assert.equal((await b.conversations.messages(id)).count, 1);
    assert.equal(chatA.heard.length, 1);
  } finally {
    await proxy.close();
  }
});

test("a connection that is half dead is noticed, with nothing to send, and when something is", async () => {
  const proxy = await Proxy.before(service);
  try {
    const { a, b, id } = await pair(service, { url: proxy.url, clock: quick(20) });
    const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
    await chatB.send("1");
    await so(chatA, "message", () => chatA.heard.length === 1);

    for (const sendsToo of [false, true]) {
      const lost = until(chatA, "state", ({ state }) => state === "waiting");
      proxy.isDead = true;
      const sent = sendsToo ? chatA.send("mine") : null;
      const { code, reason } = await lost;
      assert.equal(code, 1006);
      assert.match(reason, sendsToo ? /answer|acknowledged/ : /answer/);
      await chatB.send("meanwhile");
      proxy.isDead = false;
      proxy.cut();
      await sent;
      await so(chatA, "message", () => chatA.heard.length >= (sendsToo ? 4 : 2));
    }
    assert.deepEqual(
      chatA.heard.map((m) => m.content),
      ["1", "meanwhile", "meanwhile", "mine"],
    );
  } finally {
    await proxy.close();
  }
});

test("a hint that the network is back is followed at once, and checks what seems open", async () => {
  const proxy = await Proxy.before(service);
  try {
    // So patient that nothing happens by itself while the test lasts.
    const { a, b, id } = await pair(service, { url: proxy.url, clock: { random: () => 1_000, ...patient() } });
    const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
    await chatB.send("1");
    await so(chatA, "message", () => chatA.heard.length === 1);
    const waiting = until(chatA, "state", ({ state }) => state === "waiting");
    proxy.cut();
    await waiting;
    await chatB.send("2");
    const open = until(chatA, "state", ({ state }) => state === "open");
    a.wake();
    await open;

    proxy.isDead = true;
    const lost = until(chatA, "state", ({ state }) => state === "waiting");
    a.wake();
    await lost;
    proxy.isDead = false;
    proxy.cut();
    a.wake();
    await so(chatA, "state", () => chatA.state === "open");
    assert.deepEqual(
      chatA.heard.map((m) => m.content),
      ["1", "2"],
    );
  } finally {
    await proxy.close();
  }

  function patient() {
    return { setTimeout: (act, delay) => setTimeout(act, delay === 4_000 ? 200 : delay) };
  }
});

test("who has missed more than is replayed is told to fetch, and goes on with what comes", async () => {
  const { a, b, id } = await pair(service);
  const chat = await opened(b, id);
  await a.conversations.send(id, "first");
  await so(chat, "message", () => chat.heard.length === 1);
  chat.close();
  const other = await opened(a, id);
  await Promise.all(Array.from({ length: 501 }, (_, i) => other.send(String(i))));

  const resync = until(chat, "resync");
  chat.open();
  await resync;
  await other.send("live");
  await so(chat, "message", () => chat.heard.length === 2);

  assert.deepEqual(
    chat.heard.map((m) => m.content),
    ["first", "live"],
  );
  chat.close();
  const resumed = until(chat, "resumed");
  chat.open();
  await resumed;
});

test("what was read is told although the connection broke just then", async () => {
  const proxy = await Proxy.before(service);
  try {
    const { a, b, id } = await pair(service, { url: proxy.url, clock: quick(10) });
    const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
    const { id: message } = await chatB.send("read me");
    await so(chatA, "message", () => chatA.heard.length === 1);
    const read = until(chatB, "read");
    proxy.isDead = true;
    chatA.read(message);
    await until(chatA, "state", ({ state }) => state === "waiting");
    proxy.isDead = false;
    proxy.cut();
    assert.deepEqual((await read).message_ids, [message]);
  } finally {
    await proxy.close();
  }
});
