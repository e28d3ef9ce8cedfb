import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { ApiError, Connectify } from "../connectify.js";
import { settled } from "./people.js";
import { Service } from "./service.js";

const folder = fileURLToPath(new URL("..", import.meta.url));
const blocks = [...readFileSync(`${folder}README.md`, "utf8").matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);

let service;
before(async () => (service = await Service.start()));
after(() => service.remove());

test("the first example runs as it stands, a second time, and with something unread", async () => {
  const [example] = blocks;
  assert.match(example, /"http:\/\/localhost:5080"/);
  const file = `${folder}hello.test-run.js`;
  // But for the port: several services run where tests do.
  await writeFile(file, example.replaceAll("http://localhost:5080", service.url));
  try {
    const run = async () => {
      const node = promisify(execFile)(process.execPath, ["--experimental-websocket", file], { timeout: 60_000 });
      return (await node).stdout;
    };
    assert.equal(await run(), "alice: Hello, Bob!\nBob has read it.\n");
    assert.equal(await run(), "alice: Hello, Bob!\nalice: Hello, Bob!\nBob has read it.\n");
    const alice = new Connectify({ url: service.url });
    await alice.logIn({ username: "alice", password: "connectify" });
    const [{ id }] = await alice.conversations.list();
    await alice.conversations.send(id, "Are you there?");
    const before = "alice: Hello, Bob!\nalice: Hello, Bob!\nalice: Are you there?\n";
    assert.equal(await run(), `${before}alice: Hello, Bob!\nBob has read it.\n`);
  } finally {
    await rm(file);
  }
});

test("every other example uses what there is", () => {
  // What the examples take from the app, and from packages that are not installed here.
  const around = `
    declare module "@react-native-async-storage/async-storage" {
      const storage: import("connectify").KeyValueStorage;
      export default storage;
    }
    declare module "@react-native-community/netinfo" {
      const info: { addEventListener(listener: (state: { isConnected: boolean | null }) => void): () => void };
      export default info;
    }
    declare module "expo-secure-store" {
      export function getItemAsync(name: string): Promise<string | null>;
      export function setItemAsync(name: string, value: string): Promise<void>;
      export function deleteItemAsync(name: string): Promise<void>;
    }
    declare module "react-native" {
      export const AppState: { addEventListener(event: "change", listener: (state: string) => void): unknown };
    }
    declare module "react" {
      export function useEffect(act: () => () => void, on: unknown[]): void;
      export function useState<T>(first: T): [T, (next: T | ((before: T) => T)) => void];
    }`;
  const needed = `
    import { ApiError, Connectify } from "connectify";
    declare const connectify: Connectify;
    declare const id: number, file: File, bar: { value: number }, username: string, email: string, password: string;
    declare function show(text: string): void;
    declare function showSignIn(text: string): void;`;
  const files = new Map([[`${folder}around.d.ts`, around]]);
  blocks.forEach((code, i) => {
    const isWhole = /^import /m.test(code);
    const own = code.replace(/^const connectify = new/m, "new").replace(/^connectify\.on/m, "connectify.on");
    files.set(`${folder}block${i}.ts`, isWhole ? code : `${needed}\n${own}\nexport {};`);
  });
  const options = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
    strict: false,
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  const getSourceFile = host.getSourceFile;
  host.getSourceFile = (name, ...values) =>
    files.has(name) ? ts.createSourceFile(name, files.get(name), values[0], true) : getSourceFile(name, ...values);
  const program = ts.createProgram([...files.keys()], options, host);
  const wrong = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  assert.deepEqual(wrong, []);
  assert.ok(blocks.length >= 6);
});

/** What the example of a screen shows, by as much of React as it uses: what was set is seen with the next rendering. */
async function screen() {
  const code = blocks.find((block) => block.includes("useChat"));
  const own = code.replace(/^import .* from "react";$/m, "const { useEffect, useState } = globalThis.reactOfTest;");
  const cells = [];
  let at, effect;
  const set = (i) => (next) => (cells[i] = typeof next === "function" ? next(cells[i]) : next);
  globalThis.reactOfTest = {
    useState: (first) => ((cells[at] ??= first), [cells[at], set(at++)]),
    useEffect: (act, on) => (effect = { act, on }),
  };
  const { useChat } = await import(`data:text/javascript,${encodeURIComponent(own)}#${Math.random()}`);
  let done = null;
  const render = (...values) => {
    at = 0;
    const shown = useChat(...values);
    if (done && effect.on.every((one, i) => one === done.on[i])) return shown;
    done?.stop();
    done = { on: effect.on, stop: effect.act() };
    return render(...values);
  };
  return { render, leave: () => done.stop() };
}

/** A client with chats of the test's own, in which so much has been said. */
function clientWith(counts) {
  const message = (id, position) => ({ id: id * 1_000 + position, position, content: `${id}: ${position}` });
  const all = (id) => Array.from({ length: counts[id] }, (_, i) => message(id, counts[id] - i));
  const chats = new Map();
  const made = (id) => {
    const listeners = new Set();
    const on = (event, listener) => {
      const entry = { event, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    };
    const tell = (event, value) => listeners.forEach((one) => one.event === event && one.listener(value));
    return { id, on, tell, outbox: [], state: "idle", open: () => {}, close: () => {} };
  };
  return {
    counts,
    message,
    chat: (kind, id) => chats.get(id) ?? chats.set(id, made(id)).get(id),
    conversations: { messages: async (id, { page_size }) => ({ results: all(id).slice(0, page_size) }) },
  };
}

const positionsOf = ({ messages }) => messages.map(({ position }) => position);

test("the example of a screen shows what there is each time, also where nothing was missed meanwhile", async () => {
  const client = clientWith({ 1: 2 });
  for (let i = 0; i < 2; i++) {
    const { render, leave } = await screen();
    render(client, "conversation", 1);
    client.chat("conversation", 1).tell(i === 0 ? "resync" : "resumed", { chat: {} });
    await settled();
    assert.deepEqual(positionsOf(render(client, "conversation", 1)), [2, 1]);
    leave();
  }
});

test("the example of a screen shows one chat at a time, with its outbox and state", async () => {
  const client = clientWith({ 1: 2, 2: 1 });
  const { render } = await screen();
  render(client, "conversation", 1);
  await settled();
  Object.assign(client.chat("conversation", 2), { outbox: [{ key: "k" }], state: "open" });
  render(client, "conversation", 2);
  client.chat("conversation", 1).tell("message", { message: client.message(1, 3) });
  await settled();
  const { messages, outbox, state } = render(client, "conversation", 2);
  assert.deepEqual([messages.map(({ content }) => content), outbox, state], [["2: 1"], [{ key: "k" }], "open"]);
});

test("the example of a screen has no gap where more was missed than a page", async () => {
  const client = clientWith({ 1: 10 });
  const chat = client.chat("conversation", 1);
  const { render } = await screen();
  render(client, "conversation", 1);
  chat.tell("resync", {});
  await settled();
  client.counts[1] = 100;
  chat.tell("resync", {});
  chat.tell("message", { message: client.message(1, 101) });
  await settled();
  const positions = positionsOf(render(client, "conversation", 1));
  assert.equal(positions[0], 101);
  assert.ok(positions.every((position, i) => position === 101 - i));
});

test("the example of a screen fetches again what could not be fetched", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const client = clientWith({ 1: 2 });
  const { messages } = client.conversations;
  let failures = 0;
  client.conversations.messages = async () => (failures++, Promise.reject(new ApiError(500, "x")));
  const { render } = await screen();
  render(client, "conversation", 1);
  await settled();
  client.conversations.messages = messages;
  t.mock.timers.tick(60_000);
  await settled();
  assert.deepEqual([failures > 0, positionsOf(render(client, "conversation", 1))], [true, [2, 1]]);
});
