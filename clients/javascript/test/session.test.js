import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ApiError, Connectify } from "../connectify.js";
import { leave, opened, pair, person, so, until } from "./people.js";
import { Service } from "./service.js";

const LIFETIME = 6;

let service;
before(async () => {
  service = await Service.start({
    Jwt__AccessTokenLifetime: `00:00:0${LIFETIME}`,
    Realtime__CheckInterval: "00:00:01",
  });
});
after(async () => {
  await leave();
  await service.remove();
});

const ended = (time = LIFETIME + 1) => new Promise((resolve) => setTimeout(resolve, time * 1000));

/** What was asked of the service, by path. */
function counting() {
  const asked = [];
  return {
    fetch: (url, init) => (asked.push(url.slice(service.url.length)), fetch(url, init)),
    refreshes: () => asked.filter((path) => path.includes("token/refresh")).length,
  };
}

// They wait for tokens to end, and do so together.
describe("the session", { concurrency: true }, () => {
  test("a token is replaced before it ends, once for all who ask", async () => {
    const { fetch, refreshes } = counting();
    const a = await person(service, { fetch });
    const { refreshToken } = a.session;
    await ended(LIFETIME - 0.5);

    await Promise.all(Array.from({ length: 10 }, () => a.accounts.profile()));

    assert.equal(refreshes(), 1);
    assert.notEqual(a.session.refreshToken, refreshToken);
    assert.equal(a.sessions.at(-1), a.session);
    assert.equal(a.session.user.username, a.user.username);
  });

  test("a clock that is wrong changes nothing: the service's 401 is followed by a new token, once for all", async () => {
    for (const hours of [-24, 24]) {
      const { fetch, refreshes } = counting();
      // Its machine is right about how long things take, and stands still in the eyes of who asks for the time.
      const now = Date.now() + hours * 3_600_000;
      const a = await person(service, { fetch, clock: { now: () => now } });
      await ended();
      const profiles = await Promise.all(Array.from({ length: 5 }, () => a.accounts.profile()));
      assert.ok(profiles.every(({ id }) => id === a.user.id));
      assert.equal(refreshes(), 1);
    }
  });

  test("a socket whose token ends comes back with a new one, and nothing is missed or twice", async () => {
    const { fetch, refreshes } = counting();
    const { a, b, id } = await pair(service, { fetch });
    const [chatA, chatB] = [await opened(a, id), await opened(b, id)];
    const contents = [];
    for (let i = 0; i < LIFETIME * 6; i++) {
      contents.push(String(i));
      await (i % 2 ? chatA : chatB).send(String(i));
      await ended(0.5);
    }
    await so(chatA, "message", () => chatA.heard.length === contents.length);
    await so(chatB, "message", () => chatB.heard.length === contents.length);

    assert.ok(chatA.told.some(([event, { code }]) => event === "state" && code === 4003));
    assert.ok(refreshes() >= 2);
    assert.deepEqual(
      chatA.heard.map((m) => m.content),
      contents,
    );
    assert.deepEqual(
      chatB.heard.map((m) => m.content),
      contents,
    );
    assert.equal(chatA.told.filter(([event]) => event === "resync").length, 1);
  });

  test("a refresh token that is refused signs out: once, everywhere, and what waits stays", async () => {
    const { a, id } = await pair(service);
    const chat = await opened(a, id);
    const told = [];
    a.on("signed_out", (value) => told.push(value));
    // Somebody else ends the session.
    const other = new Connectify({ url: service.url, session: a.session });
    const closed = until(chat, "state", ({ state }) => state === "closed");
    await other.logOut();

    const { code } = await closed;
    chat.send("later");

    assert.equal(code, 4003);
    assert.equal(a.session, null);
    assert.equal(a.user, null);
    assert.equal(a.sessions.at(-1), null);
    assert.equal(told.length, 1);
    assert.ok(told[0].error instanceof ApiError);
    assert.equal(told[0].error.status, 401);
    assert.deepEqual(
      chat.outbox.map(({ state }) => state),
      ["waiting"],
    );
    chat.open();
    assert.equal((await until(chat, "state", ({ state }) => state === "closed")).code, 4003);
  });

  test("requests of an ended session fail with the refusal, all of them, and the end is told once", async () => {
    const a = await person(service);
    await new Connectify({ url: service.url, session: a.session }).logOut();
    let told = 0;
    a.on("signed_out", () => told++);

    const results = await Promise.allSettled(Array.from({ length: 5 }, () => a.accounts.profile()));

    assert.ok(results.every(({ reason }) => reason instanceof ApiError && reason.status === 401));
    assert.equal(told, 1);
  });

  test("who signs in again goes on where the session had ended", async () => {
    const { a, b, id } = await pair(service);
    const chat = await opened(a, id);
    const closed = until(chat, "state", ({ state }) => state === "closed");
    await new Connectify({ url: service.url, session: a.session }).logOut();
    const username = a.user.username;
    await closed;
    const waiting = chat.send("kept");

    await a.logIn({ username, password: "connectify" });
    assert.equal(a.chat("conversation", id), chat);
    chat.open();

    assert.equal((await waiting).content, "kept");
    assert.equal((await b.conversations.messages(id)).count, 1);
  });

  test("who changes the password stays signed in, and an open chat comes back", async () => {
    const { a, id } = await pair(service);
    const chat = await opened(a, id);
    const lost = until(chat, "state", ({ state }) => state !== "open");

    await a.accounts.changePassword({ current_password: "connectify", new_password: "something else" });
    await lost;
    await so(chat, "state", () => chat.state === "open");

    assert.equal((await chat.send("still here")).content, "still here");
    assert.ok(!a.sessions.includes(null));
  });

  test("signing out closes the chats; somebody else has chats of their own", async () => {
    const { a, b, id } = await pair(service);
    const chat = await opened(a, id);
    const told = [];
    a.on("signed_out", () => told.push("signed_out"));
    await a.logOut();
    assert.equal(chat.state, "closed");
    assert.deepEqual(told, []);

    chat.send("mine");
    await a.logIn({ username: b.user.username, password: "connectify" });
    const others = a.chat("conversation", id);
    assert.notEqual(others, chat);
    assert.deepEqual(others.outbox, []);
  });

  test("who may not stay with a fresh token either is let go, and stays signed in", async () => {
    // A service of ours that lets nobody in but signs everybody in is one where accounts wait to be activated.
    const strict = await Service.start({ Accounts__RequireActivation: "true" });
    try {
      const a = await person(strict);
      const chat = a.chat("conversation", 1);
      const states = [];
      chat.on("state", (state) => states.push(state));
      chat.open();
      const { code } = await until(chat, "state", ({ state }) => state === "closed");
      assert.equal(code, 4003);
      assert.ok(states.length <= 4);
      assert.ok(a.session !== null);
    } finally {
      await strict.remove();
    }
  });

  test("tabs that share a session replace its token in turn: none of them is signed out", async (t) => {
    let kept = null;
    const shared = { onSession: (session) => (kept = JSON.stringify(session)), loadSession: () => JSON.parse(kept) };
    const a = await person(service, shared);
    // Node 20 has no such locks; a browser has them for all of its tabs.
    let last = Promise.resolve();
    const locks = { request: (_, act) => (last = last.catch(() => {}).then(act)) };
    const had = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
    t.after(() => (had ? Object.defineProperty(globalThis, "navigator", had) : delete globalThis.navigator));
    const tabs = Array.from(
      { length: 3 },
      () => new Connectify({ url: service.url, session: JSON.parse(kept), ...shared }),
    );
    await ended();

    const profiles = await Promise.all(tabs.map((tab) => tab.accounts.profile()));

    assert.ok(profiles.every(({ id }) => id === a.user.id));
    assert.equal(new Set(tabs.map((tab) => tab.session.refreshToken)).size, 1);
  });
});
