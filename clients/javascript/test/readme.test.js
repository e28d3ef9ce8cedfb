import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { Connectify } from "../connectify.js";
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
