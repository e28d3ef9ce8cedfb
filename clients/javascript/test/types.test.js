import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import * as library from "../connectify.js";

const folder = fileURLToPath(new URL("..", import.meta.url));
const declarations = `${folder}connectify.d.ts`;
const program = ts.createProgram([declarations], { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 });
const checker = program.getTypeChecker();
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(declarations)));

const run = (script, ...values) =>
  promisify(execFile)(process.execPath, [`${folder}node_modules/${script}`, ...values], { cwd: folder });

/** What can be seen of an object from outside, its classes included. */
function membersOf(object) {
  const names = new Set(Object.keys(object));
  for (
    let at = Object.getPrototypeOf(object);
    at && at !== Object.prototype && at !== Error.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  names.delete("constructor");
  return [...names].sort();
}

const declared = (name) =>
  checker.getDeclaredTypeOfSymbol(exported.find((symbol) => symbol.name === name)).getProperties();
const namesOf = (properties) => properties.map(({ name }) => name).sort();

test("the module and its declarations export the same", () => {
  const values = exported.filter(({ flags }) => flags & ts.SymbolFlags.Value);
  assert.deepEqual(namesOf(values), Object.keys(library).sort());
});

test("what is declared is there, and what is there is declared", () => {
  const client = new library.Connectify({ url: "http://localhost" });
  assert.deepEqual(namesOf(declared("Connectify")), membersOf(client));
  assert.deepEqual(namesOf(declared("Chat")), membersOf(client.chat("conversation", 1)));

  const groups = declared("Connectify").filter(({ valueDeclaration }) => ts.isPropertyDeclaration(valueDeclaration));
  assert.ok(groups.length > 5);
  for (const group of groups) {
    assert.deepEqual(
      namesOf(checker.getTypeOfSymbol(group).getProperties()),
      membersOf(client[group.name]),
      group.name,
    );
  }
  // Those of every error are not named anew, but for `cause`, which is there where there is one.
  const ofErrors = ["message", "name", "stack", "cause"];
  const own = new library.ApiError(400, "x");
  const without = (names) => names.filter((name) => !ofErrors.includes(name));
  assert.deepEqual(without(namesOf(declared("ApiError"))), without(membersOf(own)));
});

test("every event that the library tells of is declared", () => {
  const source = readFileSync(`${folder}connectify.js`, "utf8");
  const [client, chat] = source.split("class Chat extends");
  const told = (text) => new Set([...text.matchAll(/(?:\[EMIT\]|#settle)\("(\w+)"/g)].map(([, name]) => name));
  assert.deepEqual([...told(client)].sort(), namesOf(declared("ConnectifyEvents")));
  const passedOn = [...source.matchAll(/^    (\w+): \(.*\) =>/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "constructor");
  const events = namesOf(declared("ChatEvents"));
  for (const name of told(chat)) assert.ok(events.includes(name), name);
  for (const name of events) assert.ok(told(chat).has(name) || passedOn.includes(name), name);
});

test("an app that uses the library passes the strictest checks, and its mistakes do not", async () => {
  const { stdout } = await run("typescript/bin/tsc", "--project", "test/types").catch((error) => error);
  assert.equal(stdout, "");
});

test("the types of the API are those of today's document", async () => {
  const { stderr = "", code } = await run(
    "openapi-typescript/bin/cli.js",
    "../../docs/openapi.json",
    "--output",
    "types/api.d.ts",
    "--check",
  ).catch((error) => error);
  assert.equal(code, undefined, `npm run types writes them: ${stderr}`);
});

test("the library stands alone: no import, nothing newer than ES2022, nothing that React Native lacks", () => {
  const source = readFileSync(`${folder}connectify.js`, "utf8");
  const js = ts.createProgram([`${folder}connectify.js`], {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: false,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.ES2022,
  });
  const file = js.getSourceFile(`${folder}connectify.js`);
  assert.deepEqual(
    file.imports.map(({ text }) => text),
    [],
  );
  assert.deepEqual(
    js.getSyntacticDiagnostics(file).map(({ messageText }) => messageText),
    [],
  );
  // 2550: a member that a later library has.
  assert.deepEqual(
    js
      .getSemanticDiagnostics(file)
      .filter(({ code }) => code === 2550)
      .map(({ messageText }) => messageText),
    [],
  );
  for (const lacking of [
    /\bnew URL\b/,
    /URLSearchParams\(/,
    /structuredClone/,
    /AbortSignal\.\w/,
    /EventTarget/,
    /DOMException/,
    /\bBuffer\b/,
    /\bprocess\./,
  ]) {
    assert.doesNotMatch(source, lacking);
  }
});
