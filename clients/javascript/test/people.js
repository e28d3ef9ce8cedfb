import { Connectify } from "../connectify.js";

const PATIENCE = 60_000;
const clients = [];

/** A client whose sockets are closed when the tests are over. */
class Client extends Connectify {
  constructor(options) {
    super(options);
    clients.push(this);
  }
}

/** Signs everybody out, so that nobody tries to come back to a service that has gone. */
export const leave = () => Promise.all(clients.map((client) => client.logOut()));

/** A client of somebody new. What it hears of its session is in `sessions`. */
export async function person(service, options = {}) {
  const username = `p${process.pid}-${clients.length}`;
  const sessions = [];
  const client = new Client({ url: service.url, onSession: (session) => sessions.push(session), ...options });
  await client.register({ username, email: `${username}@example.com`, password: "connectify", organization_id: 1 });
  return Object.assign(client, { sessions });
}

/** Two who talk to each other, and their conversation. */
export async function pair(service, optionsOfA, optionsOfB) {
  const a = await person(service, optionsOfA);
  const b = await person(service, optionsOfB);
  const { id } = await a.conversations.start({ participant_id: b.user.id, organization_id: 1 });
  return { a, b, id };
}

/** The chat, opened, with all that it tells in `told`, and the messages in `heard`. */
export async function opened(client, id, kind = "conversation", options = {}) {
  const chat = client.chat(kind, id, options);
  const told = [];
  const heard = [];
  for (const event of EVENTS) chat.on(event, (value) => told.push([event, value]));
  chat.on("message", ({ message }) => heard.push(message));
  chat.open();
  await until(chat, "state", ({ state }) => state === "open");
  return Object.assign(chat, { told, heard });
}

export const EVENTS = [
  "state",
  "resumed",
  "resync",
  "message",
  "message_edited",
  "message_deleted",
  "message_updated",
  "reaction_added",
  "reaction_removed",
  "read",
  "typing",
  "member_added",
  "member_removed",
  "role_changed",
  "chat_updated",
  "chat_deleted",
  "outbox",
  "error",
];

/** The next event of a kind that is the one. */
export function until(emitter, event, isIt = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No such ${event}`)), PATIENCE);
    const stop = emitter.on(event, (value) => {
      if (!isIt(value)) return;
      clearTimeout(timer);
      stop();
      resolve(value);
    });
  });
}

/** Waits until something is so, which an event of the emitter may bring about. */
export async function so(emitter, event, isSo) {
  if (!isSo()) await until(emitter, event, isSo);
}

/** How long the library waits for what the service has to do, which here takes as long as it takes. */
const FOR_THE_SERVICE = [6_000, 15_000, 30_000];

/** A clock on which all else takes a fraction of the time. */
export function quick(times) {
  const begun = Date.now();
  return {
    now: () => begun + (Date.now() - begun) * times,
    setTimeout: (act, delay) => setTimeout(act, FOR_THE_SERVICE.includes(delay) ? delay : delay / times),
  };
}

/** A clock that stands until it is moved. What is due then happens in its order. */
export class Standing {
  time = 1_000_000_000_000;
  /** By how much somebody has set it. */
  set = 0;
  #timers = new Map();
  #last = 0;
  now = () => this.time + this.set;
  setTimeout = (act, delay) => {
    this.#timers.set(++this.#last, { act, at: this.time + delay });
    return this.#last;
  };
  clearTimeout = (timer) => void this.#timers.delete(timer);

  /** How long until the first is due. */
  get next() {
    return Math.min(...[...this.#timers.values()].map(({ at }) => at)) - this.time;
  }

  async move(time) {
    const end = this.time + time;
    for (;;) {
      await settled();
      const [id, timer] = [...this.#timers].sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
      if (!timer || timer.at > end) break;
      this.#timers.delete(id);
      this.time = timer.at;
      timer.act();
    }
    this.time = end;
    await settled();
  }
}

/** What is under way without waiting for anything has been done. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
