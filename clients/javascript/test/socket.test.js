// What the real service can't be brought to do, or not in time: close codes at will, frames that make no sense, hours of
// waiting. The socket is the test's own here, and so is the clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Connectify } from "../connectify.js";
import { EVENTS, Standing, settled } from "./people.js";

class FakeSocket {
  readyState = 1;
  sent = [];
  isClosed = false;

  constructor(url, protocols) {
    Object.assign(this, { url, protocols });
  }

  send(text) {
    if (this.isClosed) throw new Error("closed");
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    if (code !== undefined && code !== 1000) throw new Error("A browser would refuse that code");
    this.isClosed = true;
  }

  of(type) {
    return this.sent.filter((frame) => frame.type === type);
  }

  accept() {
    this.onopen?.({});
  }

  say(frame) {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  lose(code, reason = "") {
    this.onclose?.({ code, reason });
  }
}

function world({ cursor = null, fetch, random = () => 0.5, ...options } = {}) {
  const clock = Object.assign(new Standing(), { random });
  const sockets = [];
  class Socket extends FakeSocket {
    constructor(...values) {
      super(...values);
      sockets.push(this);
    }
  }
  const client = new Connectify({
    url: "https://chat.example.com",
    session: { accessToken: "old", refreshToken: "r", user: { id: 1 } },
    WebSocket: Socket,
    clock,
    fetch:
      fetch ??
      (async () => new Response('{"token": "new", "refresh_token": "r2", "expires_at": "2099-01-01T00:00:00Z"}')),
    ...options,
  });
  const chat = client.chat("conversation", 7, { cursor });
  const told = [];
  for (const event of EVENTS) chat.on(event, (value) => told.push([event, value]));
  const of = (event) => told.filter(([name]) => name === event).map(([, value]) => value);
  return {
    client,
    chat,
    clock,
    sockets,
    told,
    of,
    get socket() {
      return sockets.at(-1);
    },
    async open() {
      chat.open();
      await settled();
      this.begin();
    },
    begin() {
      this.socket.accept();
      this.socket.say(
        this.socket.url.includes("cursor") ? { type: "resumed", chat: {}, cursor: "c" } : { type: "pong" },
      );
    },
  };
}

/** The frames that say what was read, without the labels by which they are refused. */
const readsOf = ({ sent }) =>
  sent
    .filter(({ type }) => type.startsWith("read"))
    .map(({ client_message_id, ...frame }) => (assert.match(client_message_id, /./), frame));

/** A fetch whose requests wait for the test to answer them. */
function answering() {
  const asked = [];
  const fetch = (url, { method, headers }) =>
    new Promise((resolve) => {
      const path = url.slice("https://chat.example.com/api/".length);
      const answer = async (status, body) => {
        resolve(new Response(isText(body) ? body : JSON.stringify(body), { status }));
        await settled();
      };
      asked.push({ path, method, token: headers.Authorization?.slice("Bearer ".length), answer });
    });
  return { fetch, asked, of: (path) => asked.filter((one) => one.path.startsWith(path)) };
}

const isText = (value) => typeof value === "string";
const TOKENS = { token: "new", refresh_token: "r2", expires_at: "2099-01-01T00:00:00Z" };

const message = (id, more = {}) => ({
  type: "message",
  cursor: `c${id}`,
  message: { id, position: id, sender_id: 2, content: String(id), client_message_id: null, ...more },
});

test("it comes back after a random time of at most twice as long each time, and half a minute at most", async () => {
  for (const [random, bounds] of [
    [0, 0],
    [0.5, 0.5],
    [0.999, 1],
  ]) {
    const w = world({ random: () => random });
    await w.open();
    for (const most of [1, 2, 4, 8, 16, 30, 30, 30]) {
      w.socket.lose(1006);
      const { state, retryIn } = w.of("state").at(-1);
      assert.equal(state, "waiting");
      assert.ok(Math.abs(retryIn - most * 1000 * random) < 1 && retryIn <= most * 1000 * bounds);
      await w.clock.move(retryIn);
      assert.equal(w.chat.state, "connecting");
    }
  }
});

test("who was connected for a while begins again with a short wait, who was not, does not", async () => {
  const w = world();
  await w.open();
  for (const [time, most] of [
    [1_000, 1_000],
    [1_000, 2_000],
    [1_000, 4_000],
    [11_000, 1_000],
  ]) {
    await w.clock.move(time);
    w.socket.lose(1011);
    const { retryIn } = w.of("state").at(-1);
    assert.equal(retryIn, most / 2);
    await w.clock.move(retryIn);
    w.begin();
    assert.equal(w.chat.state, "open");
  }
});

test("each close code is followed as it is meant", async () => {
  for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 1013]) {
    const w = world();
    await w.open();
    w.socket.lose(code, "why");
    assert.deepEqual(w.of("state").at(-1), { state: "waiting", code, reason: "why", retryIn: 500 });
  }
  for (const code of [1002, 1003, 1007, 1009, 4004]) {
    const w = world();
    await w.open();
    w.socket.lose(code, "why");
    assert.deepEqual(w.of("state").at(-1), { state: "closed", code, reason: "why" });
    await w.clock.move(3_600_000);
    assert.equal(w.sockets.length, 1);
  }
});

test("who was too fast comes back slower", async () => {
  const w = world();
  await w.open();
  w.socket.lose(1008);
  assert.ok(w.of("state").at(-1).retryIn >= 5_000);
});

test("an expired token is replaced and the way back is at once; with the new one refused it is over", async () => {
  const w = world();
  await w.open();
  w.socket.lose(4003);
  await settled();
  assert.deepEqual(w.socket.protocols, ["bearer", "new"]);
  assert.equal(w.sockets.length, 2);
  w.begin();
  await w.clock.move(1_000);
  w.socket.lose(4003);
  await settled();
  assert.equal(w.sockets.length, 3);
  w.socket.accept();
  w.socket.lose(4003, "no");
  await settled();
  assert.deepEqual(w.of("state").at(-1), { state: "closed", code: 4003, reason: "no" });
  assert.equal(w.sockets.length, 3);
});

test("who is let in and sent away at once, again and again, asks for new tokens less and less often", async () => {
  const w = world();
  await w.open();
  for (const retryIn of [500, 1_000, 2_000, 4_000]) {
    w.socket.lose(4003);
    await settled();
    w.begin();
    w.socket.lose(4003);
    assert.equal(w.of("state").at(-1).retryIn, retryIn);
    await w.clock.move(retryIn);
    w.begin();
  }
});

test("a token that can't be had just now is asked for later", async () => {
  const answers = [new Response("", { status: 503 })];
  const w = world({ fetch: async () => answers.shift() ?? new Response('{"token": "new", "refresh_token": "r2"}') });
  await w.open();
  w.socket.lose(4003);
  await settled();
  await settled();
  assert.equal(w.chat.state, "waiting");
  assert.notEqual(w.client.session, null);
  await w.clock.move(1_000);
  w.begin();
  assert.equal(w.chat.state, "open");
});

test("an opening that gets nowhere is given up", async () => {
  for (const accepts of [false, true]) {
    const w = world();
    w.chat.open();
    await settled();
    if (accepts) w.socket.accept();
    await w.clock.move(15_000);
    assert.equal(w.of("state").find(({ state }) => state === "waiting").code, 1006);
    assert.ok(w.sockets[0].isClosed);
  }
});

test("a socket that only tells of an error is lost too, once", async () => {
  const w = world();
  w.chat.open();
  await settled();
  const { onclose } = w.socket;
  w.socket.onerror({});
  onclose({ code: 1006, reason: "" });
  assert.deepEqual(
    w.of("state").map(({ state }) => state),
    ["connecting", "waiting"],
  );
});

test("silence is broken by a ping, and without an answer the socket is dropped, within two heartbeats", async () => {
  const w = world();
  await w.open();
  for (let i = 0; i < 10; i++) {
    await w.clock.move(30_000);
    w.socket.say({ type: "heartbeat" });
  }
  assert.equal(w.socket.of("ping").length, 1);
  assert.equal(w.socket.of("heartbeat_ack").length, 10);
  await w.clock.move(36_000);
  assert.equal(w.socket.of("ping").length, 2);
  w.socket.say({ type: "pong" });
  await w.clock.move(36_000);
  assert.equal(w.socket.of("ping").length, 3);
  assert.equal(w.chat.state, "open");
  await w.clock.move(29_000);
  assert.equal(w.of("state").findLast(({ state }) => state === "waiting").code, 1006);
});

test("a machine that slept looks at once whether anybody is there", async () => {
  const w = world();
  await w.open();
  w.clock.time += 8 * 3_600_000;
  w.client.wake();
  assert.equal(w.socket.of("ping").length, 2);
  await w.clock.move(4_000);
  assert.equal(w.of("state").findLast(({ state }) => state === "waiting").code, 1006);
});

test("a page that is shown again, or online again, is a hint", async (t) => {
  const listeners = {};
  const listen = (name, act) => (listeners[name] = act);
  Object.assign(globalThis, {
    document: { visibilityState: "hidden", addEventListener: listen },
    addEventListener: listen,
  });
  t.after(() => {
    delete globalThis.document;
    delete globalThis.addEventListener;
  });
  const w = world();
  await w.open();
  w.socket.lose(1006);
  listeners.visibilitychange();
  assert.equal(w.chat.state, "waiting");
  globalThis.document.visibilityState = "visible";
  listeners.visibilitychange();
  assert.equal(w.chat.state, "connecting");
  await settled();
  w.socket.lose(1006);
  listeners.online();
  assert.equal(w.chat.state, "connecting");
});

test("a message that is not acknowledged is sent again, on another connection, with its key", async () => {
  const w = world();
  await w.open();
  w.chat.send("one");
  w.chat.send("two");
  await w.clock.move(14_000);
  assert.deepEqual(
    w.socket.of("message").map((frame) => frame.content),
    ["one"],
  );
  await w.clock.move(2_000);
  const [first] = w.sockets[0].of("message");
  assert.equal(w.sockets.length, 2);
  w.begin();
  assert.deepEqual(w.socket.of("message"), [first]);
  w.socket.say(message(1, { sender_id: 1, client_message_id: first.client_message_id }));
  w.socket.say(message(2, { sender_id: 1, client_message_id: w.socket.of("message")[1].client_message_id }));
  await w.clock.move(20_000);
  assert.equal(w.sockets.length, 2);
});

test("what is sent to a connection that is just closing goes out on the next one", async () => {
  const w = world();
  await w.open();
  w.socket.readyState = 2;
  w.chat.send("one");
  assert.deepEqual(w.socket.of("message"), []);
  w.socket.lose(1006);
  await w.clock.move(1000);
  w.begin();
  assert.deepEqual(
    w.socket.of("message").map((frame) => frame.content),
    ["one"],
  );
});

test("a message that comes as the answer and as news is shown once", async () => {
  const w = world();
  await w.open();
  w.socket.say(message(1));
  w.chat.send("mine");
  const [{ client_message_id }] = w.socket.of("message");
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.begin();
  for (let i = 0; i < 2; i++) w.socket.say(message(2, { sender_id: 1, client_message_id }));
  assert.deepEqual(
    w.of("message").map(({ message: { id } }) => id),
    [1, 2],
  );
});

test("after a resync nothing is held back, and the old cursor is not used again", async () => {
  const w = world();
  await w.open();
  w.socket.say(message(1));
  w.chat.send("mine");
  const [{ client_message_id }] = w.socket.of("message");
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.socket.accept();
  w.socket.say({ type: "resync_required" });
  w.socket.say({ ...message(900, { sender_id: 1, client_message_id }), cursor: undefined });
  assert.deepEqual(
    w.of("message").map(({ message: { id } }) => id),
    [1, 900],
  );
  w.socket.lose(1006);
  await w.clock.move(1_000);
  assert.doesNotMatch(w.socket.url, /cursor/);
  w.begin();
  assert.equal(w.of("resync").length, 3);
});

test("the answer to a repeat waits until what was before it has been shown", async () => {
  const w = world();
  await w.open();
  w.socket.say(message(1));
  const sent = w.chat.send("mine");
  const [{ client_message_id }] = w.socket.of("message");
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.begin();
  const mine = message(3, { sender_id: 1, content: "mine", client_message_id });
  w.socket.say({ ...mine, cursor: "c1" });
  assert.equal((await sent).id, 3);
  assert.deepEqual(
    w.of("message").map(({ message: { id } }) => id),
    [1],
  );
  w.socket.say(message(2));
  w.socket.say(mine);
  assert.deepEqual(
    w.of("message").map(({ message: { id } }) => id),
    [1, 2, 3],
  );
  await w.clock.move(10_000);
  assert.equal(w.of("message").length, 3);
  assert.deepEqual(w.chat.outbox, []);
});

test("and is shown after a while where nothing comes", async () => {
  const w = world();
  await w.open();
  w.socket.say(message(1));
  w.chat.send("mine");
  const [{ client_message_id }] = w.socket.of("message");
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.begin();
  w.socket.say(message(3, { sender_id: 1, client_message_id }));
  await w.clock.move(6_000);
  assert.deepEqual(
    w.of("message").map(({ message: { id } }) => id),
    [1, 3],
  );
});

test("what waited through a restart is shown as it is answered: what was stored then, and what is stored now", async () => {
  const kept = ["then", "now"].map((key) => ({ key, content: key, replyTo: null }));
  const storage = { getItem: () => JSON.stringify(kept), setItem: () => {}, removeItem: () => {} };
  const w = world({ storage });
  await w.open();
  w.socket.say(message(12, { sender_id: 1, client_message_id: "then" }));
  w.socket.say(message(51, { sender_id: 1, client_message_id: "now" }));
  w.socket.say(message(52));
  assert.deepEqual(
    w.of("message").map(({ message: { id } }) => id),
    [12, 51, 52],
  );
});

test("the answer to a repeat of what is older than what has been shown waits for nothing", async () => {
  const w = world({
    storage: { getItem: () => '[{"key": "k", "content": "old"}]', setItem: () => {}, removeItem: () => {} },
  });
  await w.open();
  w.socket.say(message(50));
  w.socket.say(message(12, { sender_id: 1, client_message_id: "k" }));
  assert.deepEqual(
    w.of("message").map(({ message: { id } }) => id),
    [50, 12],
  );
});

/** One whose own message, the third, has been answered while the second has not been shown. */
async function waitingForTurn() {
  const w = world();
  await w.open();
  w.socket.say(message(1));
  w.chat.send("mine", { key: "k" });
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.begin();
  const mine = message(3, { sender_id: 1, client_message_id: "k" });
  w.socket.say({ ...mine, cursor: "c1" });
  const shown = () =>
    w.told.flatMap(([event, value]) => (event === "message" ? value.message.id : event === "resync" ? event : []));
  assert.deepEqual(shown(), ["resync", 1]);
  return { w, mine, shown };
}

test("what waits for its turn is shown before what comes after it", async () => {
  const { w, shown } = await waitingForTurn();
  w.socket.say(message(4));
  assert.deepEqual(shown(), ["resync", 1, 3, 4]);
});

test("what waits for its turn when the connection breaks has it on the next one", async () => {
  const { w, mine, shown } = await waitingForTurn();
  w.socket.lose(1006);
  await w.clock.move(1_000);
  assert.match(w.socket.url, /cursor=c1$/);
  w.socket.accept();
  w.socket.say(message(2));
  w.socket.say(mine);
  w.socket.say({ type: "resumed", chat: {}, cursor: "c3" });
  await w.clock.move(10_000);
  assert.deepEqual(shown(), ["resync", 1, 2, 3]);
});

test("what waits for its turn is shown at the latest when the next connection has caught up", async () => {
  for (const [answer, all] of [
    [{ type: "resumed", chat: {}, cursor: "c3" }, ["resync", 1, 3]],
    [{ type: "resync_required" }, ["resync", 1, "resync", 3]],
  ]) {
    const { w, shown } = await waitingForTurn();
    w.socket.lose(1006);
    await w.clock.move(1_000);
    w.socket.accept();
    w.socket.say(answer);
    assert.deepEqual(shown(), all);
  }
});

test("nobody else's message acknowledges one's own, whatever key it has", async () => {
  const w = world();
  await w.open();
  w.chat.send("mine", { key: "k" });
  w.socket.say(message(1, { client_message_id: "k" }));
  assert.deepEqual(
    w.chat.outbox.map(({ state }) => state),
    ["sent"],
  );
});

for (const [detail, status, waits] of [
  ["Too many messages; slow down", 429, true],
  ["The service is not available; send it again with the same client_message_id", 503, true],
  ["The service failed", 500, true],
  ["content: too long", 400, false],
  ["This idempotency key was used with other content", 409, false],
  ["You have blocked this user", 403, false],
  ["Message not found", 404, false],
  ["Something new", 400, false],
]) {
  test(`"${detail}" is ${waits ? "tried again later" : "final"}`, async () => {
    const w = world();
    await w.open();
    const sent = w.chat.send("one", { key: "k" });
    w.socket.say({ type: "error", detail, client_message_id: "k" });
    if (waits) {
      assert.deepEqual(
        w.chat.outbox.map(({ state }) => state),
        ["waiting"],
      );
      w.chat.send("two");
      assert.equal(w.socket.of("message").length, 1);
      await w.clock.move(10_000);
      assert.deepEqual(
        w.socket.of("message").map(({ content }) => content),
        ["one", "one"],
      );
    } else {
      const error = await sent.catch((e) => e);
      assert.deepEqual([error.name, error.status, error.detail], ["ApiError", status, detail]);
    }
    assert.deepEqual(w.of("error"), []);
  });
}

test("a fault that one message brings about again and again is given up, and the next has its turn", async () => {
  const w = world();
  await w.open();
  const sent = w.chat.send("one", { key: "k" });
  w.chat.send("two");
  for (let i = 0; i < 5; i++) {
    w.socket.say({ type: "error", detail: "The service failed", client_message_id: "k" });
    await w.clock.move(10_000);
  }
  assert.equal((await sent.catch((e) => e)).status, 500);
  assert.equal(w.socket.of("message").at(-1).content, "two");
});

test("a frame that closes the socket for good takes itself out of the way", async () => {
  const w = world();
  await w.open();
  const sent = w.chat.send("one");
  w.chat.send("two");
  w.socket.lose(1009, "too large");
  assert.equal((await sent.catch((e) => e)).status, 413);
  assert.deepEqual(
    w.chat.outbox.map(({ state }) => state),
    ["failed", "waiting"],
  );
  w.chat.open();
  await settled();
  w.begin();
  assert.deepEqual(
    w.socket.of("message").map(({ content }) => content),
    ["two"],
  );
});

test("typing is renewed while keys are pressed, and not more often than it has to be", async () => {
  const w = world();
  await w.open();
  for (let i = 0; i < 100; i++) {
    w.chat.typing();
    await w.clock.move(200);
  }
  assert.deepEqual(
    w.socket.of("typing").map((frame) => frame.is_typing),
    [true, true, true, true, true],
  );
  await w.clock.move(5_000);
  assert.deepEqual(w.socket.of("typing").at(-1), { type: "typing", is_typing: false });
});

test("who types without end is seen once, and is forgotten without a renewal, or with the connection", async () => {
  const w = world();
  await w.open();
  const frame = { type: "typing", user_id: 2, username: "bob", is_typing: true };
  for (let i = 0; i < 4; i++) {
    w.socket.say(frame);
    await w.clock.move(8_000);
    w.socket.say({ type: "heartbeat" });
  }
  assert.deepEqual(
    w.of("typing").map(({ is_typing }) => is_typing),
    [true],
  );
  await w.clock.move(4_000);
  assert.deepEqual(
    w.of("typing").map(({ is_typing }) => is_typing),
    [true, false],
  );
  w.socket.say(frame);
  w.socket.lose(1006);
  assert.deepEqual(w.chat.typists, []);
  assert.deepEqual(
    w.of("typing").map(({ is_typing }) => is_typing),
    [true, false, true, false],
  );
});

test("a new message ends the typing of its sender", async () => {
  const w = world();
  await w.open();
  w.socket.say({ type: "typing", user_id: 2, username: "bob", is_typing: true });
  w.socket.say(message(1));
  assert.deepEqual(
    w.told.slice(-3).map(([event]) => event),
    ["typing", "typing", "message"],
  );
});

test("many that are read go out in frames of what the service takes", async () => {
  const w = world();
  await w.open();
  w.chat.read(Array.from({ length: 1_200 }, (_, i) => i + 1));
  await w.clock.move(100);
  assert.deepEqual(
    w.socket.of("read_messages").map(({ message_ids }) => message_ids.length),
    [500, 500, 200],
  );
});

test("what is read together goes out together, and soon", async () => {
  const w = world();
  await w.open();
  for (let id = 1; id <= 10; id++) {
    w.chat.read(id);
    await w.clock.move(60);
  }
  const frames = w.socket.of("read_messages");
  assert.ok(frames.length >= 4 && frames.length <= 6);
  assert.deepEqual(
    frames.flatMap(({ message_ids }) => message_ids),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
});

test("what was read is said again where it is not known to have arrived", async () => {
  const w = world();
  await w.open();
  for (const id of [1, 2]) {
    w.chat.read(id);
    await w.clock.move(100);
  }
  // The answer to the ping after the first; that of the opening has come before.
  w.socket.say({ type: "pong" });
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.begin();
  assert.deepEqual(readsOf(w.socket), [{ type: "read", message_id: 2 }]);
  w.socket.say({ type: "pong" });
  w.socket.say({ type: "pong" });
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.begin();
  assert.deepEqual(w.socket.of("read"), []);
});

test("what was read is said again later where the service can't take it", async () => {
  for (const detail of [
    "The service is not available; send it again with the same client_message_id",
    "The service failed",
    "Too many frames; slow down",
  ]) {
    const w = world();
    await w.open();
    w.chat.read([1, 2]);
    await w.clock.move(100);
    const [{ client_message_id }] = w.socket.of("read_messages");
    w.socket.say({ type: "error", detail, client_message_id });
    w.socket.say({ type: "pong" });
    assert.equal(w.socket.of("read_messages").length, 1);

    await w.clock.move(10_000);
    assert.deepEqual(
      w.socket.of("read_messages").map(({ message_ids }) => message_ids),
      [
        [1, 2],
        [1, 2],
      ],
    );
    assert.deepEqual(w.of("error"), []);
  }
});

test("one that is not there is looked for among those that are read, and all where none is there are given up", async () => {
  for (const [missing, mostFrames, errors] of [
    [(id) => id === 300, 25, 1],
    [() => true, 60, 25],
  ]) {
    const w = world();
    await w.open();
    const all = Array.from({ length: 500 }, (_, i) => i + 1);
    const read = [];
    let taken = w.socket.sent.length;
    w.chat.read(all);
    await w.clock.move(100);
    while (taken < w.socket.sent.length) {
      const { type, client_message_id, message_id, message_ids = [message_id] } = w.socket.sent[taken++];
      if (type === "ping") w.socket.say({ type: "pong" });
      else if (message_ids.some(missing)) w.socket.say({ type: "error", detail: "Message not found", client_message_id });
      else read.push(...message_ids);
    }
    assert.deepEqual(
      read.sort((x, y) => x - y),
      all.filter((id) => !missing(id)),
    );
    assert.ok(readsOf(w.socket).length <= mostFrames);
    assert.ok(w.of("error").length >= 1 && w.of("error").length <= errors);
  }
});

test("a fault that reading brings about again and again is told of, and others are read", async () => {
  const w = world();
  await w.open();
  const isBad = ({ message_id, message_ids }) => (message_ids ?? [message_id]).includes(3);
  let taken = w.socket.sent.length;
  w.chat.read([1, 2, 3, 4]);
  for (let i = 0; i < 60; i++) {
    await w.clock.move(1_000);
    const frames = w.socket.sent.slice(taken);
    taken = w.socket.sent.length;
    for (const frame of frames) {
      if (frame.type === "ping") w.socket.say({ type: "pong" });
      else if (frame.type.startsWith("read") && isBad(frame))
        w.socket.say({ type: "error", detail: "The service failed", client_message_id: frame.client_message_id });
    }
  }
  assert.deepEqual(w.of("error"), [{ detail: "The service failed" }]);
  const read = readsOf(w.socket).filter((frame) => !isBad(frame));
  assert.deepEqual(read.flatMap(({ message_id, message_ids }) => message_ids ?? message_id).sort(), [1, 2, 4]);
});

test("one that can't be read does not keep the others from it", async () => {
  const w = world();
  await w.open();
  w.chat.read([1, 2, 3, 4, 5]);
  await w.clock.move(100);
  const read = [];
  for (let i = 1; i < w.socket.sent.length; i++) {
    const { type, message_id, message_ids = [message_id], client_message_id } = w.socket.sent[i];
    if (type === "ping") w.socket.say({ type: "pong" });
    else if (message_ids.includes(4)) w.socket.say({ type: "error", detail: "Message not found", client_message_id });
    else read.push(...message_ids);
  }
  assert.deepEqual(read.sort(), [1, 2, 3, 5]);
  assert.deepEqual(w.of("error"), [{ detail: "Message not found" }]);
});

test("what an older connection still says is not heard", async () => {
  const w = world();
  await w.open();
  const { onmessage, onclose } = w.socket;
  w.socket.lose(1006);
  await w.clock.move(1_000);
  w.begin();
  onmessage({ data: JSON.stringify(message(9)) });
  onclose({ code: 4004, reason: "" });
  assert.deepEqual(w.of("message"), []);
  assert.equal(w.chat.state, "open");
});

test("a flat message is understood as well", async () => {
  const w = world();
  await w.open();
  w.socket.say({
    type: "chat_message",
    message_id: 5,
    timestamp: "2025-01-01T00:00:00Z",
    position: 1,
    sender_id: 2,
    content: "flat",
    cursor: "c",
  });
  const [{ message: shown }] = w.of("message");
  assert.deepEqual([shown.id, shown.created_at, shown.content], [5, "2025-01-01T00:00:00Z", "flat"]);
});

test("what makes no sense is told as an error, and changes nothing", async () => {
  const w = world();
  await w.open();
  const values = [
    undefined,
    null,
    0,
    -1,
    1.5,
    1e300,
    "",
    "x",
    "\u0000",
    true,
    [],
    [null],
    {},
    { id: 1 },
    { __proto__: 1 },
    [[[]]],
  ];
  const types = [
    "message",
    "chat_message",
    "message_edited",
    "message_updated",
    "message_deleted",
    "reaction_added",
    "reaction_removed",
    "read",
    "read_messages",
    "typing",
    "member_added",
    "member_removed",
    "role_changed",
    "chat_updated",
    "resumed",
    "resync_required",
    "error",
    "pong",
    "heartbeat",
    "unknown",
    "constructor",
    "__proto__",
    "toString",
    5,
    null,
    {},
  ];
  const members = [
    "message",
    "message_id",
    "message_ids",
    "user_id",
    "username",
    "reaction",
    "members",
    "member",
    "group_chat",
    "detail",
    "cursor",
    "position",
    "chat",
    "client_message_id",
    "is_typing",
  ];
  w.chat.send("mine", { key: "k" });
  for (const type of types) {
    for (const value of values) {
      w.socket.say({ type, ...Object.fromEntries(members.map((name) => [name, value])) });
      for (const member of members) w.socket.say({ type, [member]: value });
    }
  }
  for (const text of [
    "",
    "null",
    "1",
    '"x"',
    "[",
    "{}",
    '{"type": "message"',
    "\u0000",
    "[]",
    '{"__proto__": {"type": "message"}}',
  ])
    w.socket.say(text);
  for (const data of [undefined, null, new ArrayBuffer(4), {}, 5]) w.socket.onmessage({ data });

  assert.equal(w.chat.state, "open");
  assert.deepEqual(w.of("message"), []);
  assert.ok(w.of("error").length > 100);
  assert.ok(w.of("error").every(({ detail }) => typeof detail === "string"));
  assert.equal(typeof w.chat.cursor, "string");
  assert.deepEqual(
    w.chat.outbox.map(({ state }) => state),
    ["sent"],
  );
  assert.equal({}.type, undefined);
  w.socket.say(message(1));
  assert.equal(w.of("message").length, 1);
});

test("a storage in which something else is kept is an empty one", async () => {
  for (const text of [
    "",
    "x",
    "null",
    "{}",
    "[null, 1, [], {}]",
    '[{"key": 1, "content": "x"}]',
    '[{"key": "k", "content": {}}]',
    5,
    {},
  ]) {
    const w = world({ storage: { getItem: () => text, setItem: () => {}, removeItem: () => {} } });
    await w.open();
    assert.deepEqual(w.chat.outbox, []);
    assert.equal(w.chat.state, "open");
  }
});

test("without a WebSocket it is said what is missing", async () => {
  const had = globalThis.WebSocket;
  globalThis.WebSocket = undefined;
  try {
    const w = world({ WebSocket: undefined });
    w.chat.open();
    await settled();
    assert.equal(w.chat.state, "closed");
    assert.match(w.of("state").at(-1).reason, /Node 22/);
  } finally {
    globalThis.WebSocket = had;
  }
});

test("who is not signed in opens nothing", async () => {
  const w = world({ session: null });
  w.chat.open();
  await settled();
  assert.deepEqual(w.of("state").at(-1), { state: "closed", code: 4003, reason: "Not signed in" });
});

test("keys are made without crypto.randomUUID as well, which React Native does not have", async () => {
  const had = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const keys = new Set();
  try {
    for (const crypto of [undefined, {}, { getRandomValues: (bytes) => bytes.fill(7) }]) {
      Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
      const w = world();
      w.chat.send("x");
      keys.add(w.chat.outbox[0].key);
    }
  } finally {
    if (had) Object.defineProperty(globalThis, "crypto", had);
  }
  assert.equal(keys.size, 3);
  for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
});

test("a chat that is closed by who hears of something stays closed", async () => {
  const moments = {
    state: ({ state }) => state === "waiting",
    outbox: ({ entries }) => entries[0].state === "sent",
    typing: ({ is_typing }) => !is_typing,
    message: () => true,
  };
  for (const [event, isIt] of Object.entries(moments)) {
    const w = world();
    await w.open();
    w.socket.say(message(1));
    w.socket.say({ type: "typing", user_id: 2, username: "bob", is_typing: true });
    w.chat.on(event, (value) => isIt(value) && w.chat.close());
    if (event === "outbox") w.chat.send("mine");
    if (event === "message") w.socket.say(message(2));
    if (event === "state" || event === "typing") w.socket.lose(1006);
    await w.clock.move(60_000);
    assert.equal(w.chat.state, "closed", event);
  }
});

test("closing leaves no timer behind", async () => {
  const w = world();
  await w.open();
  w.chat.typing();
  w.chat.read(1);
  w.chat.send("x");
  w.chat.close();
  assert.equal(w.clock.next, Infinity);
  assert.ok(w.socket.isClosed);
  assert.deepEqual(readsOf(w.socket), [{ type: "read", message_id: 1 }]);
});

test("a profile that changes while the token is replaced does not lose the new one", async () => {
  const { fetch, of } = answering();
  const w = world({ fetch, session: { accessToken: "old", refreshToken: "r", user: { id: 1, bio: "" } } });
  await w.open();
  w.socket.lose(4003);
  await settled();
  w.client.accounts.updateProfile({ bio: "new" });
  await settled();
  await of("accounts/profile")[0].answer(200, { id: 1, bio: "new" });

  await of("accounts/token/refresh")[0].answer(200, TOKENS);

  const { accessToken, refreshToken, user } = w.client.session;
  assert.deepEqual([accessToken, refreshToken, user], ["new", "r2", { id: 1, bio: "new" }]);
});

test("nor is the token kept as it is because the profile changed while another tab's was looked for", async () => {
  let load;
  const { fetch, of } = answering();
  const w = world({ fetch, loadSession: () => new Promise((resolve) => (load = resolve)) });
  await w.open();
  w.socket.lose(4003);
  await settled();
  w.client.accounts.updateProfile({ bio: "new" });
  await settled();
  await of("accounts/profile")[0].answer(200, { id: 1 });

  load(null);
  await settled();

  assert.equal(of("accounts/token/refresh").length, 1);
});

test("a tab whose session was followed by somebody else's in another tab ends, and leaves that one alone", async () => {
  const { fetch, asked } = answering();
  const kept = { accessToken: "b", refreshToken: "rb", user: { id: 2 } };
  const sessions = [];
  const w = world({ fetch, loadSession: () => kept, onSession: (session) => sessions.push(session) });
  const ends = [];
  w.client.on("signed_out", ({ error }) => ends.push(error.status));
  await w.open();

  w.socket.lose(4003);
  await settled();

  assert.equal(w.client.session, null);
  assert.deepEqual(ends, [401]);
  assert.equal(w.of("state").at(-1).code, 4003);
  assert.deepEqual([sessions, asked], [[], []]);
});

test("who signs out in a tab leaves the session alone that somebody else has begun in another", async () => {
  const { fetch } = answering();
  const kept = { accessToken: "b", refreshToken: "rb", user: { id: 2 } };
  const sessions = [];
  const w = world({ fetch, loadSession: () => kept, onSession: (session) => sessions.push(session) });
  await w.open();

  w.client.logOut();
  await settled();

  assert.deepEqual([w.client.session, sessions, w.chat.state], [null, [], "closed"]);
});

for (const [what, status, body, stays] of [
  ["a page of a proxy that forbids", 403, "<html>", true],
  ["a page of a proxy that finds something wrong", 400, "<html>", true],
  [
    "the service that waits for an activation",
    403,
    { status: 403, detail: "Your account is awaiting activation" },
    true,
  ],
  ["the service that finds no token in it", 400, { status: 400, detail: "x", errors: { refresh_token: ["x"] } }, false],
  ["the service that knows no such token", 401, { status: 401, detail: "Invalid refresh token" }, false],
]) {
  test(`a refresh answered by ${what} ${stays ? "leaves the session as it is" : "signs out"}`, async () => {
    const { fetch, of } = answering();
    const w = world({ fetch });
    const told = [];
    w.client.on("signed_out", ({ error }) => told.push(error.status));
    const profile = w.client.accounts.profile().catch((error) => error.status);
    await settled();
    await of("accounts/profile")[0].answer(401, {});
    await of("accounts/token/refresh")[0].answer(status, body);

    assert.equal(await profile, status);
    assert.equal(w.client.session !== null, stays);
    assert.deepEqual(told, stays ? [] : [status]);
  });
}

test("a chat comes back where a proxy answered for the service, and not where the service itself said no", async () => {
  for (const [body, state] of [
    ["<html>", "waiting"],
    [{ status: 403, detail: "Your account is awaiting activation" }, "closed"],
  ]) {
    const { fetch, of } = answering();
    const w = world({ fetch });
    await w.open();
    w.socket.lose(4003);
    await settled();
    await of("accounts/token/refresh")[0].answer(403, body);
    assert.equal(w.chat.state, state);
  }
});

test("what somebody has begun is not asked for with the token of who has signed in since", async () => {
  const { fetch, of } = answering();
  const w = world({ fetch });
  const retried = w.client.conversations.send(7, "mine").catch((error) => error);
  const renewed = w.client.accounts.profile().catch((error) => error);
  await settled();
  w.client.logIn({ username: "bob", password: "connectify" });
  await settled();
  await of("accounts/login")[0].answer(200, { ...TOKENS, token: "b", id: 2 });

  await of("messaging/conversations/7/send_message")[0].answer(503, {});
  await of("accounts/profile")[0].answer(401, {});
  await w.clock.move(10_000);

  for (const { name, status } of [await retried, await renewed]) assert.deepEqual([name, status], ["ApiError", 401]);
  assert.equal(w.client.user.id, 2);
  assert.equal(of("messaging").length, 1);
  assert.equal(of("accounts/profile").length, 1);
});

test("a chat is not opened for who has signed in after somebody else, nor one that nobody had asked for", async () => {
  for (const session of [{ accessToken: "a", refreshToken: "r", user: { id: 1 } }, null]) {
    const { fetch, of } = answering();
    const w = world({ fetch, session });
    w.client.logIn({ username: "bob", password: "connectify" });
    await settled();
    await of("accounts/login")[0].answer(200, { ...TOKENS, id: 2 });

    w.chat.send("mine");
    w.chat.open();
    await settled();

    assert.deepEqual(w.of("state").at(-1), { state: "closed", code: 4003, reason: "Somebody else has signed in" });
    assert.equal(w.sockets.length, 0);
    assert.deepEqual(w.client.chat("conversation", 7).outbox, []);
  }
});

test("a long message that was on its way when somebody else signed in waits for its sender", async () => {
  const { fetch, of } = answering();
  const w = world({ fetch });
  await w.open();
  w.chat.send("x".repeat(60_000));
  await settled();
  w.client.logIn({ username: "bob", password: "connectify" });
  await settled();
  await of("accounts/login")[0].answer(200, { ...TOKENS, id: 2 });
  await of("messaging")[0].answer(503, {});
  await w.clock.move(10_000);

  assert.deepEqual(
    w.chat.outbox.map(({ state }) => state),
    ["waiting"],
  );
});

test("a refresh refused because the password is being changed does not sign out", async () => {
  const { fetch, of } = answering();
  const w = world({ fetch });
  await w.open();
  w.client.accounts.changePassword({ current_password: "connectify", new_password: "something else" });
  await settled();
  w.socket.lose(4003);
  await settled();
  await of("accounts/token/refresh")[0].answer(401, {});
  assert.equal(w.chat.state, "waiting");

  await of("accounts/password")[0].answer(200, TOKENS);
  await w.clock.move(1_000);

  assert.equal(w.client.session.refreshToken, "r2");
  assert.deepEqual(w.socket.protocols, ["bearer", "new"]);
});

test("a request whose refresh is refused after the password was changed goes on with the new token", async () => {
  const { fetch, of } = answering();
  const w = world({ fetch });
  const shown = w.client.messages.show(1);
  w.client.accounts.changePassword({ current_password: "connectify", new_password: "something else" });
  await settled();
  await of("messaging/messages/1")[0].answer(401, {});
  await of("accounts/password")[0].answer(200, TOKENS);
  await of("accounts/token/refresh")[0].answer(401, {});
  await of("messaging/messages/1")[1].answer(200, { id: 1 });

  assert.deepEqual(await shown, { id: 1 });
  assert.equal(of("messaging/messages/1")[1].token, "new");
});

test("a password that was changed signs nobody in again who has signed out meanwhile", async () => {
  const { fetch, of } = answering();
  const w = world({ fetch });
  w.client.accounts.changePassword({ current_password: "connectify", new_password: "something else" });
  await settled();
  w.client.logOut();
  await settled();
  await of("accounts/password")[0].answer(200, TOKENS);

  assert.equal(w.client.session, null);
});

test("a clock that is set does not keep a dead connection from being noticed", async () => {
  for (const days of [-1, -60, 60]) {
    const w = world();
    await w.open();
    w.clock.set = days * 86_400_000;
    await w.clock.move(46_000);
    assert.equal(w.of("state").find(({ state }) => state === "waiting").code, 1006);
  }
});

test("what failed and is sent again under its key is settled", async () => {
  const w = world();
  await w.open();
  const send = () => w.chat.send("one", { key: "k" }).catch((error) => error.status);
  const refuse = () => w.socket.say({ type: "error", detail: "Message not found", client_message_id: "k" });
  const first = send();
  refuse();
  assert.equal(await first, 404);

  const second = send();
  assert.equal(w.socket.of("message").length, 2);
  refuse();

  assert.equal(await second, 404);
});

test("what failed may be sent again under its key with another text", async () => {
  const w = world();
  await w.open();
  const first = w.chat.send("too long", { key: "k" }).catch((error) => error.status);
  w.socket.say({ type: "error", detail: "content: Too long", client_message_id: "k" });
  assert.equal(await first, 400);

  w.chat.send("short", { key: "k", replyTo: 5 });

  const { content, reply_to } = w.socket.of("message").at(-1);
  assert.deepEqual([content, reply_to], ["short", 5]);
});
