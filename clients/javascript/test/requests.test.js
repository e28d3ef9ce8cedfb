import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { ApiError, Connectify } from "../connectify.js";
import { leave, pair, person, until } from "./people.js";
import { Proxy } from "./proxy.js";
import { Service } from "./service.js";
import { NodeXMLHttpRequest } from "./xhr.js";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mN4EauFFTEMLQkACWRbwd7MbNYAAAAASUVORK5CYII=",
  "base64",
);

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await leave();
  await service.remove();
});

const refused = (status, detail) => (error) =>
  error instanceof ApiError && error.status === status && (detail === undefined || error.detail === detail);

test("who signs in is known, and the session is given to be kept", async () => {
  const sessions = [];
  const client = new Connectify({ url: service.url, onSession: (session) => sessions.push(session) });
  const heard = until(client, "session");

  const me = await client.logIn({ username: "alice", password: "connectify" });

  assert.equal(me.username, "alice");
  assert.deepEqual(client.user, me);
  assert.equal("token" in me, false);
  assert.equal(await heard, client.session);
  assert.deepEqual(sessions, [client.session]);
});

test("a kept session goes on after a restart of the app", async () => {
  const before = await person(service);
  const kept = JSON.parse(JSON.stringify(before.session));

  const after = new Connectify({ url: service.url, session: kept });

  assert.equal(after.user.username, before.user.username);
  assert.equal((await after.accounts.profile()).id, before.user.id);
});

test("a session that makes no sense is none", () => {
  for (const session of [undefined, null, "", 1, [], {}, { accessToken: 1, refreshToken: 2 }]) {
    assert.equal(new Connectify({ url: service.url, session }).session, null);
  }
});

test("a wrong password is refused, in the service's words, and ends nothing", async () => {
  const client = await person(service);
  await assert.rejects(
    client.logIn({ username: "bob", password: "wrong" }),
    refused(401, "Invalid username or password"),
  );
  assert.notEqual(client.session, null);
});

test("signing out ends the session here and in the service", async () => {
  const client = await person(service);
  const { accessToken, refreshToken } = client.session;

  await client.logOut();

  assert.equal(client.session, null);
  assert.equal(client.user, null);
  assert.equal(client.sessions.at(-1), null);
  const other = new Connectify({ url: service.url, session: { accessToken, refreshToken } });
  await assert.rejects(other.accounts.profile(), refused(401));
});

test("what is wrong with a body is told by its members", async () => {
  const client = new Connectify({ url: service.url });
  const error = await client
    .register({ username: "x", email: "no", password: "short", organization_id: 1 })
    .catch((e) => e);
  assert.equal(error.status, 400);
  assert.ok(error.errors.username.length > 0 && error.errors.email.length > 0 && error.errors.password.length > 0);
  assert.equal(error.problem.status, 400);
  assert.equal(error.isPassing, false);
});

test("what else a refusal says can be read", async () => {
  const { a, b, id } = await pair(service);
  const error = await a.conversations.start({ participant_id: b.user.id, organization_id: 1 }).catch((e) => e);
  assert.equal(error.detail, "Conversation already exists");
  assert.equal(error.problem.conversation_id, id);
});

test("a conversation: started, listed, shown, read, searched by pages and neighbours, and deleted", async () => {
  const { a, b, id } = await pair(service);
  const sent = [];
  for (const content of ["one", "two", "three"]) sent.push(await a.conversations.send(id, content));

  const [listed] = await b.conversations.list({ organization_id: 1 });
  assert.equal(listed.id, id);
  assert.equal(listed.unread_count, 3);
  assert.deepEqual(
    (await b.conversations.show(id)).messages.map((m) => m.content),
    ["three", "two", "one"],
  );
  const page = await b.conversations.messages(id, { page: 2, page_size: 2 });
  assert.deepEqual([page.count, page.results.map((m) => m.content)], [3, ["one"]]);
  const older = await b.conversations.messages(id, { before: sent[2].id, limit: 1 });
  assert.deepEqual([older.has_more, older.results.map((m) => m.content)], [true, ["two"]]);
  const newer = await b.conversations.messages(id, { after: sent[0].id });
  assert.deepEqual(
    newer.results.map((m) => m.content),
    ["three", "two"],
  );
  assert.deepEqual(await b.conversations.markRead(id, sent[1].id), { unread_count: 1 });
  assert.equal(await b.conversations.delete(id), undefined);
  await assert.rejects(a.conversations.show(id), refused(404, "Conversation not found"));
});

test("a message: sent in answer, shown, edited, reacted to, read by, deleted", async () => {
  const { a, b, id } = await pair(service);
  const first = await a.conversations.send(id, "first");
  const answer = await b.conversations.send(id, { content: "answer", reply_to: first.id });
  assert.equal(answer.replied_message.content, "first");

  assert.equal((await b.messages.edit(answer.id, "answered")).is_edited, true);
  assert.equal((await a.messages.react(answer.id, "👍")).emoji, "👍");
  assert.equal((await a.messages.react(answer.id, "👍🏽")).emoji, "👍🏽");
  await a.messages.unreact(answer.id, "👍");
  assert.deepEqual(
    (await a.messages.show(answer.id)).reactions.map((r) => r.emoji),
    ["👍🏽"],
  );
  await a.messages.unreact(answer.id);
  await a.conversations.markRead(id, answer.id);
  assert.deepEqual(
    (await b.messages.reads(answer.id, { page_size: 5 })).results.map((r) => r.id),
    [a.user.id],
  );
  await assert.rejects(a.messages.edit(answer.id, "mine"), refused(403, "You can only edit your own messages"));
  await b.messages.delete(answer.id);
  await assert.rejects(b.messages.show(answer.id), refused(404, "Message not found"));
});

test("a group chat: made with a picture, changed, joined, ruled and left", async () => {
  const [a, b, c] = [await person(service), await person(service), await person(service)];
  const avatar = new File([PNG], "a.png", { type: "image/png" });
  const group = await a.groupChats.create({
    name: "Team",
    organization_id: 1,
    member_ids: [b.user.id, c.user.id],
    initial_message: "Hi",
    avatar,
  });
  assert.equal(group.member_count, 3);
  assert.ok((await fetch(a.href(group.avatar))).ok);

  assert.equal((await a.groupChats.update(group.id, { name: "Crew" })).name, "Crew");
  assert.equal((await a.groupChats.changeRole(group.id, b.user.id, "admin")).role, "admin");
  assert.equal((await b.groupChats.removeMember(group.id, c.user.id)).member_count, 2);
  assert.equal((await b.groupChats.addMembers(group.id, [c.user.id])).member_count, 3);
  const message = await c.groupChats.send(group.id, "back");
  assert.equal((await b.groupChats.messages(group.id)).results[0].id, message.id);
  assert.deepEqual(await b.groupChats.markRead(group.id, message.id), { unread_count: 0 });
  assert.equal((await b.groupChats.show(group.id)).members.length, 3);
  assert.deepEqual(
    (await b.groupChats.list()).map((g) => g.id),
    [group.id],
  );
  await assert.rejects(c.groupChats.delete(group.id), refused(403, "Only admins can delete a group chat"));
  assert.equal(await a.groupChats.delete(group.id), undefined);
});

test("a list that is cut says how it goes on", async () => {
  const a = await person(service);
  for (const name of ["one", "two", "three"]) await a.groupChats.create({ name, organization_id: 1, member_ids: [] });

  const first = await a.groupChats.list({ limit: 2 });
  const second = await a.groupChats.list({ limit: 2, cursor: first.next });

  assert.deepEqual(
    first.map((g) => g.name),
    ["three", "two"],
  );
  assert.deepEqual(
    second.map((g) => g.name),
    ["one"],
  );
  assert.equal(second.next, null);
});

test("blocks are made, listed and taken back", async () => {
  const { a, b, id } = await pair(service);
  const block = await a.blocks.block({ blocked_id: b.user.id, organization_id: 1 });
  assert.deepEqual(
    (await a.blocks.list()).map((one) => one.id),
    [block.id],
  );
  await assert.rejects(b.conversations.send(id, "Hello?"), refused(403, "You have been blocked by this user"));
  await a.blocks.unblock(block.id);
  assert.equal((await b.conversations.send(id, "Hello?")).content, "Hello?");
});

test("accounts: the profile, the password, the people of an organization, and what admins do", async () => {
  const root = new Connectify({ url: service.url });
  await root.logIn({ username: "alice", password: "connectify" });
  const a = await person(service);

  assert.equal((await a.accounts.updateProfile({ first_name: "Ann" })).first_name, "Ann");
  assert.equal(a.user.first_name, "Ann");
  const { accessToken } = a.session;
  await a.accounts.changePassword({ current_password: "connectify", new_password: "something else" });
  assert.notEqual(a.session.accessToken, accessToken);
  assert.equal((await a.accounts.profile()).first_name, "Ann");
  assert.deepEqual(
    (await a.users.list(1, { search: a.user.username })).results.map((u) => u.id),
    [a.user.id],
  );
  assert.equal((await a.users.show(1, a.user.id)).username, a.user.username);
  assert.equal((await a.organizations.join(1)).id, 1);

  const body = {
    username: `${a.user.username}.made`,
    email: `made-${a.user.username}@example.com`,
    password: "connectify",
  };
  const made = await root.admin.createUser(1, body);
  assert.equal((await root.admin.changeUserRole(1, made.id, "STAFF")).role, "STAFF");
  for (const act of ["deactivateUser", "reactivateUser", "activateUser"])
    assert.ok((await root.admin[act](made.id)).detail);
  await assert.rejects(a.admin.deactivateUser(made.id), refused(403, "Only admins can do this"));
});

test("files go as a form, each as what it is said to be", async () => {
  const { a, b, id } = await pair(service);
  const message = await a.conversations.send(id, {
    content: "Two files",
    attachments: [
      new File([PNG], "square.png", { type: "image/png" }),
      new File(["a,b"], "tab.csv", { type: "text/csv" }),
    ],
    attachment_types: ["image", "document"],
  });

  assert.deepEqual(
    message.attachments.map(({ type, file_name }) => [type, file_name]),
    [
      ["image", "square.png"],
      ["document", "tab.csv"],
    ],
  );
  const [shown] = (await b.conversations.messages(id)).results;
  const answer = await fetch(b.href(shown.attachments[0].url));
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), PNG);
});

test("an upload tells how far it is, by XMLHttpRequest where there is one", async () => {
  const { a, id } = await pair(service, { XMLHttpRequest: NodeXMLHttpRequest });
  const heard = [];
  const file = new File([Buffer.alloc(4_000_000, "text ")], "long.txt", { type: "text/plain" });

  const message = await a.conversations.send(
    id,
    { attachments: [file] },
    { onProgress: (progress) => heard.push(progress) },
  );

  assert.equal(message.attachments[0].size, 4_000_000);
  assert.ok(heard.length > 2);
  assert.ok(heard.every(({ loaded }, i) => i === 0 || loaded >= heard[i - 1].loaded));
  assert.ok(heard.at(-1).loaded === heard.at(-1).total && heard[0].loaded < heard[0].total);
});

test("an upload without it is known to have ended", async () => {
  const { a, id } = await pair(service);
  const heard = [];
  await a.conversations.send(
    id,
    { attachments: [new File([PNG], "a.png")] },
    { onProgress: (progress) => heard.push(progress) },
  );
  assert.deepEqual(heard, [{ loaded: 1, total: 1 }]);
});

for (const [how, options] of [
  ["fetch", {}],
  ["XMLHttpRequest", { XMLHttpRequest: NodeXMLHttpRequest }],
]) {
  test(`an upload by ${how} can be given up, and leaves nothing`, async () => {
    const { a, id } = await pair(service, options);
    const upload = new AbortController();
    const file = new File([Buffer.alloc(20_000_000, "text ")], "long.txt");
    const onProgress = how === "fetch" ? undefined : () => upload.abort();

    const sending = a.conversations.send(id, { attachments: [file] }, { signal: upload.signal, onProgress });
    if (how === "fetch") setImmediate(() => upload.abort());

    await assert.rejects(sending, { name: "AbortError" });
    assert.equal((await a.conversations.messages(id)).count, 0);
  });
}

test("a request that was given up before is not made", async () => {
  const a = await person(service);
  await assert.rejects(a.request("GET", "/api/accounts/profile/", { signal: AbortSignal.abort() }), {
    name: "AbortError",
  });
});

test("a key makes one message, however often it is sent", async () => {
  const { a, id } = await pair(service);
  const first = await a.conversations.send(id, "once", { key: "one" });
  const again = await a.conversations.send(id, { content: "once", client_message_id: "one" });
  assert.equal(again.id, first.id);
  assert.equal(first.client_message_id, "one");
  await assert.rejects(a.conversations.send(id, "twice", { key: "one" }), refused(409));
});

test("what is made is made once, also where the answer is lost", async () => {
  const proxy = await Proxy.before(service);
  try {
    const { a, b, id } = await pair({ url: proxy.url });
    let answers = 0;
    proxy.cutBefore = (data) => data.includes("HTTP/1.1 201") && ++answers === 1;

    const message = await a.conversations.send(id, "once");

    assert.equal(answers, 1);
    const { results } = await b.conversations.messages(id);
    assert.deepEqual(
      results.map((m) => m.id),
      [message.id],
    );
  } finally {
    await proxy.close();
  }
});

test("what is safe is asked again where nobody answers; what is not, is not", async () => {
  const proxy = await Proxy.before(service);
  try {
    const a = await person({ url: proxy.url });
    let cut = 0;
    proxy.cutBefore = (data) => data.includes("HTTP/1.1 200") && ++cut <= 2;
    assert.equal((await a.accounts.profile()).id, a.user.id);
    assert.equal(cut, 3);

    cut = 0;
    await assert.rejects(a.accounts.updateProfile({ bio: "x" }), (error) => error.status === 0 && error.isPassing);
    assert.equal(cut, 1);
  } finally {
    await proxy.close();
  }
});

test("every operation of the service has a name in the library", async () => {
  const asked = new Set();
  const client = new Connectify({
    url: service.url,
    session: { accessToken: "a", refreshToken: "r" },
    fetch: async (url, { method }) => {
      asked.add(`${method} ${url.slice(service.url.length).replace(/\?.*/, "")}`);
      return new Response('{"token": "a.b.c", "refresh_token": "r"}');
    },
  });
  for (const group of Object.values(client).filter(
    (value) => typeof value === "object" && value?.constructor === Object,
  )) {
    for (const operation of Object.values(group)) await operation(7, 7, 7).catch(() => {});
  }
  await client.conversations.send(7, "x");
  await client.groupChats.send(7, "x");
  await client.register({});
  await client.logIn({});
  await client.logOut();
  asked.add("POST /api/accounts/token/refresh/");

  const { paths } = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));
  const known = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, "7")}`),
  );
  // PATCH does what PUT does, and what is signed is opened by its address.
  const missing = known.filter((one) => !asked.has(one) && !/^PATCH |\/(attachments|avatars)\//.test(one));
  assert.deepEqual(missing, []);
  assert.ok(known.length > 30);
});

test("an id leads nowhere else: what is no positive integer is refused before anything is asked", async () => {
  const asked = [];
  const client = new Connectify({
    url: "https://chat.example.com/base/",
    fetch: async (url) => {
      asked.push(url);
      return new Response("{}");
    },
  });
  for (const id of ["..", "../accounts/profile?x=", "1/../2", "7", "", undefined, null, 0, -1, 1.5, NaN, {}]) {
    assert.throws(() => client.messages.show(id), TypeError);
    assert.throws(() => client.conversations.messages(id), TypeError);
    assert.throws(() => client.users.show(1, id), TypeError);
  }
  await client.conversations.messages(2, { before: 3, after: undefined, limit: null });
  assert.deepEqual(asked, ["https://chat.example.com/base/api/messaging/conversations/2/messages/?before=3"]);
  assert.equal(client.href("/api/x"), "https://chat.example.com/base/api/x");
  assert.equal(client.href("https://elsewhere.example/x"), "https://elsewhere.example/x");
});

// What a service of ours never answers; proxies do. By a fetch of the test's own.
for (const [what, answer, status, detail] of [
  [
    "a page of a proxy",
    () => new Response("<html>Bad gateway</html>", { status: 502 }),
    502,
    "The service answered 502",
  ],
  [
    "JSON that is no problem",
    () => new Response('{"detail": {"a": 1}, "errors": [1]}', { status: 418 }),
    418,
    "The service answered 418",
  ],
  ["null", () => new Response("null", { status: 400 }), 400, "The service answered 400"],
  ["a page where JSON was meant", () => new Response("<html>", { status: 200 }), 200, "The answer is not JSON"],
  ["no answer", () => Promise.reject(new TypeError("failed")), 0, "The service could not be reached"],
]) {
  test(`${what} is an error like any other`, async () => {
    const client = new Connectify({
      url: "https://chat.example.com",
      fetch: async () => answer(),
      clock: { random: () => 0 },
    });
    await assert.rejects(client.blocks.unblock(1), refused(status, detail));
    await assert.rejects(client.logIn({}), refused(status, detail));
  });
}

test("an answer without tokens signs nobody in", async () => {
  for (const text of ["", "{}", "[]", "null", "1", '{"token": 1, "refresh_token": {}}']) {
    const client = new Connectify({ url: "https://chat.example.com", fetch: async () => new Response(text) });
    await assert.rejects(client.logIn({}), ApiError);
    assert.equal(client.session, null);
  }
});

test("the service's wish to wait is followed, unless it is too long", async () => {
  const waits = [];
  const clock = {
    setTimeout: (act, delay) => (delay < 30_000 && waits.push(delay), setTimeout(act, delay < 30_000 ? 0 : delay)),
    random: () => 0,
  };
  const answers = [["3"], ["60"]];
  const fetch = async () => new Response("{}", { status: 503, headers: { "Retry-After": answers.shift()?.[0] ?? "" } });
  const client = new Connectify({ url: "https://chat.example.com", fetch, clock });

  const error = await client.messages.show(1).catch((e) => e);

  assert.deepEqual(waits, [3000]);
  assert.deepEqual([error.status, error.retryAfter], [503, 60]);
});

test("a request that hears too late that its token has ended takes the new one, and asks for no other", async () => {
  let late;
  const asked = [];
  const fetch = async (url, { headers }) => {
    const path = url.slice("https://chat.example.com".length);
    asked.push(`${path} ${headers.Authorization ?? ""}`);
    if (path.includes("refresh")) return new Response('{"token": "new", "refresh_token": "r2"}');
    if (headers.Authorization === "Bearer new") return new Response("{}");
    if (path.includes("/2/")) await new Promise((resolve) => (late = resolve));
    return new Response("{}", { status: 401 });
  };
  const session = { accessToken: "old", refreshToken: "r" };
  const client = new Connectify({ url: "https://chat.example.com", session, fetch });
  const second = client.messages.show(2);
  await client.messages.show(1);
  late();
  await second;
  assert.equal(asked.filter((one) => one.includes("refresh")).length, 1);
  assert.equal(asked.at(-1), "/api/messaging/messages/2/ Bearer new");
});

test("a token of which nobody knows when it ends is used until the service says so", async () => {
  for (const expires_at of [undefined, "nonsense", "2001-01-01T00:00:00Z"]) {
    const asked = [];
    const fetch = async (url, { headers }) => {
      asked.push(`${new URL(url).pathname} ${headers.Authorization ?? ""}`);
      if (url.endsWith("/login/")) return Response.json({ token: "t", refresh_token: "r", expires_at, id: 1 });
      return new Response("{}");
    };
    let now = Date.now();
    const client = new Connectify({ url: "https://chat.example.com", fetch, clock: { now: () => now } });
    await client.logIn({ username: "a", password: "b" });
    now += 86_400_000;

    await client.messages.show(1);

    assert.deepEqual(asked.slice(1), ["/api/messaging/messages/1/ Bearer t"]);
  }
});

test("a service that never answers is given up", async () => {
  const client = new Connectify({
    url: "https://chat.example.com",
    fetch: (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    clock: { setTimeout: (act) => setTimeout(act, 1) },
  });
  await assert.rejects(client.messages.show(1), refused(0, "The service did not answer in time"));
});

test("an address that is none is refused at once", () => {
  for (const url of [undefined, "", "chat.example.com", "javascript:alert(1)"])
    assert.throws(() => new Connectify({ url }), TypeError);
});
