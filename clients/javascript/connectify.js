/**
 * Connectify's client for browsers, React Native and Node: requests, and sockets that come back by themselves.
 * One module without dependencies. What goes to the service and comes from it keeps the service's own names.
 */

// ── Times, in milliseconds ─────────────────────────────────────────────────────────────────────────────────────────

const SECOND = 1000;

/** A request that nobody answers has failed; one with files has longer, and as long as it moves where that is seen. */
const PATIENCE = 30 * SECOND;
const PATIENCE_WITH_FILES = 300 * SECOND;
const PATIENCE_WITH_STALLED_UPLOAD = 60 * SECOND;

/** Requests that can be repeated are, this often in all. Who is told to wait longer than that is told so instead. */
const ATTEMPTS = 4;
const LONGEST_PAUSE = 10 * SECOND;

/** A token is replaced when so much of its life is left, or a fifth of it where that is less. */
const LEEWAY = 30 * SECOND;

/** Coming back: a random time up to twice as long each time, and slower where the service has said "slower". */
const FIRST_RETURN = 1 * SECOND;
const LATEST_RETURN = 30 * SECOND;
const SLOWER = 5 * SECOND;

/** A socket that has been open for so long counts as well: the next failure is the first again. */
const STEADY = 10 * SECOND;

/** An opening that does not get anywhere, a silence that makes us ask, and how long we wait for what we asked for. */
const OPENING = 15 * SECOND;
const SILENCE = 35 * SECOND;
const PONG = 10 * SECOND;
const PONG_WHEN_WOKEN = 4 * SECOND;
const ACKNOWLEDGEMENT = 15 * SECOND;

/** The service forgets who types after 10 s without a renewal. */
const TYPING_RENEWED = 4 * SECOND;
const TYPING_PAUSE = 5 * SECOND;
const TYPING_FORGOTTEN = 12 * SECOND;

/** What is read while scrolling goes out together. */
const READS_GATHERED = 100;

/** How long the chat may take to show in its turn what it has answered to a repeat already. */
const TURN = 6 * SECOND;

// ── Sizes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Frames of 64 KiB close a socket for good, so what comes near goes as a request instead, and is refused by itself. */
const LARGEST_FRAME = 48 * 1024;
const IDS_IN_A_FRAME = 500;
const MESSAGES_REMEMBERED = 5000;

/** A fault of the service may be one of this message: it is not sent for ever. */
const FAULTS_OF_A_MESSAGE = 5;

/** Of messages that are read together all are refused for one that is not there; as long as some are taken it is looked for. */
const REFUSALS_OF_READS = 24;

// ── Between the classes of this module, and no part of what others see ─────────────────────────────────────────────

const EMIT = Symbol("emit");
const WAKE = Symbol("wake");
const SIGN_OUT = Symbol("sign out");

// ── Errors ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The service said no, or said nothing (`status` 0). `message` and `detail` are what it said. */
export class ApiError extends Error {
  /**
   * @param {number} status The HTTP status; 0 where there was no answer.
   * @param {string} detail
   * @param {{ errors?: Record<string, string[]> | null, problem?: object | null, retryAfter?: number | null, cause?: unknown }} [more]
   */
  constructor(status, detail, { errors = null, problem = null, retryAfter = null, cause } = {}) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.detail = detail;
    this.errors = errors;
    this.problem = problem;
    this.retryAfter = retryAfter;
    if (cause !== undefined) this.cause = cause;
  }

  /** True for what a later attempt may bring about: no answer, or a service that can't answer just now. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || (this.status >= 502 && this.status <= 504);
  }
}

function aborted(signal) {
  if (signal?.reason instanceof Error) return signal.reason;
  const error = new Error("The request was aborted");
  error.name = "AbortError";
  return error;
}

/** What a refusal over a socket would have been as an answer: a frame has the text and not the status. */
function errorOfFrame(detail) {
  const field = /^([a-z_]{1,40}): (.+)$/s.exec(detail);
  if (field) return new ApiError(400, detail, { errors: { [field[1]]: [field[2]] } });
  const status = STATUS_OF_TEXT.find(([text]) => text.test(detail))?.[1] ?? 400;
  return new ApiError(status, detail);
}

const STATUS_OF_TEXT = [
  [/slow down/, 429],
  [/not available/, 503],
  [/^The service failed/, 500],
  [/^This idempotency key/, 409],
  [/not found$/, 404],
  [/blocked|^You are not a|deactivated/, 403],
];

// ── Small things ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Calls listeners. One that throws is reported as any other error of the page, and stops nothing here. */
class Emitter {
  #listeners = new Map();

  /** Listens. The answer ends that. */
  on(event, listener) {
    const entry = { listener };
    const entries = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, entries.add(entry));
    return () => void entries.delete(entry);
  }

  [EMIT](event, value) {
    for (const { listener } of [...(this.#listeners.get(event) ?? [])]) call(listener, value);
  }
}

function call(listener, ...values) {
  try {
    listener?.(...values);
  } catch (error) {
    if (typeof reportError === "function") reportError(error);
    else console.error(error);
  }
}

/** Timers by name: setting one ends the one before it. */
class Timers {
  #clock;
  #timers = new Map();

  constructor(clock) {
    this.#clock = clock;
  }

  set(name, delay, act) {
    this.clear(name);
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(name);
      act();
    }, delay);
    this.#timers.set(name, timer);
  }

  has(name) {
    return this.#timers.has(name);
  }

  clear(...names) {
    for (const name of names) {
      this.#clock.clearTimeout(this.#timers.get(name));
      this.#timers.delete(name);
    }
  }

  clearAll() {
    this.clear(...this.#timers.keys());
  }
}

const CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, delay) => setTimeout(act, delay),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

class MemoryStorage {
  #items = new Map();
  getItem = (name) => this.#items.get(name) ?? null;
  setItem = (name, value) => void this.#items.set(name, value);
  removeItem = (name) => void this.#items.delete(name);
}

/** A random time of up to twice as long with each failure, so that not all come back at once. */
function backOff(clock, failures, first, most) {
  return clock.random() * Math.min(most, first * 2 ** Math.min(failures, 20));
}

/** A key that nobody else has. `randomUUID` is missing on React Native and on pages without TLS. */
function newKey() {
  const { crypto } = globalThis;
  if (typeof crypto?.randomUUID === "function") return crypto.randomUUID();
  const bytes = new Uint8Array(16);
  if (typeof crypto?.getRandomValues === "function") crypto.getRandomValues(bytes);
  else bytes.forEach((_, i) => (bytes[i] = Math.random() * 256));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string";
const isId = (value) => Number.isSafeInteger(value) && value > 0;

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bytesOf(text) {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Each half of a surrogate pair is two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}

/** What a token says about itself; nothing where this is no such token, or nobody here can read it. */
function claimsOf(token) {
  const middle = token.split(".")[1];
  if (!middle || typeof atob !== "function") return {};
  try {
    const claims = parse(atob(middle.replace(/-/g, "+").replace(/_/g, "/")));
    return isObject(claims) ? claims : {};
  } catch {
    return {};
  }
}

/** By hand: React Native's URLSearchParams is not all there. */
function queryOf(members = {}) {
  const pairs = Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

/** A path whose ids can't lead elsewhere, as ".." would. */
const path = (parts, ...ids) => parts.reduce((made, part, i) => made + checkedId(ids[i - 1]) + part);

function checkedId(id) {
  if (!isId(id)) throw new TypeError("id is a positive integer");
  return id;
}

const isFile = (value) =>
  (typeof Blob === "function" && value instanceof Blob) || (isObject(value) && isText(value.uri));

/** A form in which lists are repeated and what is missing is left out. React Native's files are `{ uri, name, type }`. */
function formOf(body) {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (isFile(item)) form.append(name, item);
      else if (item !== undefined && item !== null) form.append(name, String(item));
    }
  }
  return form;
}

const isForm = (body) => typeof FormData === "function" && body instanceof FormData;

/** JSON, unless there are files in it. */
function bodyOf(body) {
  if (!isObject(body) || isForm(body)) return body;
  const hasFiles = Object.values(body).some((value) => (Array.isArray(value) ? value.some(isFile) : isFile(value)));
  return hasFiles ? formOf(body) : body;
}

// ── One exchange with the service ──────────────────────────────────────────────────────────────────────────────────

/** An answer, or an ApiError with the status 0. Whoever gives a signal and uses it gets its reason. */
async function exchangeByFetch({ fetch, clock, method, url, headers, body, signal, onProgress }) {
  if (signal?.aborted) throw aborted(signal);
  const controller = new AbortController();
  const abort = () => controller.abort();
  let isLate = false;
  const timer = clock.setTimeout(
    () => {
      isLate = true;
      abort();
    },
    isForm(body) ? PATIENCE_WITH_FILES : PATIENCE,
  );
  signal?.addEventListener("abort", abort);
  try {
    const response = await fetch(url, { method, headers, body, signal: controller.signal, credentials: "omit" });
    // Here nothing is heard of the progress of an upload but its end.
    if (onProgress) call(onProgress, { loaded: 1, total: 1 });
    const text = await response.text();
    return { status: response.status, text, header: (name) => response.headers.get(name) };
  } catch (cause) {
    throw signal?.aborted ? aborted(signal) : unreachable(isLate, cause);
  } finally {
    clock.clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** The same by XMLHttpRequest, which tells how far an upload is. */
function exchangeByXhr({ XMLHttpRequest, clock, method, url, headers, body, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal));
    const request = new XMLHttpRequest();
    const timers = new Timers(clock);
    let isLate = false;
    const hurry = () =>
      timers.set("stalled", PATIENCE_WITH_STALLED_UPLOAD, () => {
        isLate = true;
        request.abort();
      });
    const abort = () => request.abort();
    const fail = () => reject(signal?.aborted ? aborted(signal) : unreachable(isLate));
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      hurry();
      call(onProgress, { loaded, total: lengthComputable ? total : 0 });
    };
    request.onload = () =>
      resolve({
        status: request.status,
        text: request.responseText,
        header: (name) => request.getResponseHeader(name),
      });
    request.onerror = fail;
    request.onabort = fail;
    request.onloadend = () => {
      timers.clearAll();
      signal?.removeEventListener("abort", abort);
    };
    signal?.addEventListener("abort", abort);
    hurry();
    request.send(body);
  });
}

function unreachable(isLate, cause) {
  return new ApiError(0, isLate ? "The service did not answer in time" : "The service could not be reached", { cause });
}

/** What a refusing answer says, whatever it is: between the service and us there are proxies with pages of their own. */
function errorOfAnswer({ status, text, header }) {
  const problem = parse(text);
  const seconds = Number(header("Retry-After") || NaN);
  return new ApiError(status, isText(problem?.detail) ? problem.detail : `The service answered ${status}`, {
    errors: isObject(problem?.errors) ? problem.errors : null,
    problem: isObject(problem) ? problem : null,
    retryAfter: seconds >= 0 ? seconds : null,
  });
}

/** Whether the service itself has said no, rather than a proxy in front of it. */
const isOfService = (error) => error.problem?.status === error.status;

/** The cursor of the part of a list that follows, which its `Link` header names. */
function nextOf(link) {
  const url = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(link ?? "")?.[1];
  const cursor = /[?&]cursor=([^&]*)/.exec(url ?? "")?.[1];
  try {
    return cursor ? decodeURIComponent(cursor) : null;
  } catch {
    return null;
  }
}

// ── The client ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Somebody's connection to a Connectify service: signs in, asks, and opens chats. */
export class Connectify extends Emitter {
  #url;
  #fetch;
  #XMLHttpRequest;
  #clock;
  #session;
  #onSession;
  #loadSession;
  #refreshing = null;
  /** How many changes of the password are under way. */
  #changes = 0;
  #chats = new Map();
  #core;

  constructor(options = {}) {
    super();
    const url = options.url ?? globalThis.location?.origin;
    if (!/^https?:\/\//.test(url))
      throw new TypeError("url has to be that of the service, such as https://chat.example.com");
    this.#url = url.replace(/\/+$/, "");
    this.#fetch = options.fetch ?? ((...values) => globalThis.fetch(...values));
    this.#XMLHttpRequest = options.XMLHttpRequest ?? (options.fetch ? undefined : globalThis.XMLHttpRequest);
    this.#clock = { ...CLOCK, ...options.clock };
    this.#session = sessionOf(options.session);
    this.#onSession = options.onSession;
    this.#loadSession = options.loadSession;
    this.#core = {
      url: this.#url.replace(/^http/, "ws"),
      clock: this.#clock,
      storage: options.storage ?? new MemoryStorage(),
      socket: (address, protocols) => {
        const WebSocket = options.WebSocket ?? globalThis.WebSocket;
        if (!WebSocket)
          throw new TypeError("There is no WebSocket here: use Node 22 or later, or give one as an option");
        return new WebSocket(address, protocols);
      },
      token: (user) => this.#token(user),
      renew: (token) => this.#renew(token),
      isSignedIn: (user) => this.#session !== null && userIdOf(this.#session) === user,
      send: (kind, id, body, key) =>
        (kind === "conversation" ? this.conversations : this.groupChats).send(id, body, { key }),
      opened: () => this.#listenForHints(),
    };
    this.#nameOperations();
  }

  /** What there is to keep, so as to be signed in after a restart; null when signed out. */
  get session() {
    return this.#session;
  }

  /** Who is signed in; null when nobody is. */
  get user() {
    return this.#session?.user ?? null;
  }

  /** Signs in with `username` or `email`, and `password`. */
  async logIn(body) {
    return this.#signIn(await this.request("POST", "/api/accounts/login/", { body, isAnonymous: true }));
  }

  /** Makes an account, and signs in as it. */
  async register(body) {
    return this.#signIn(await this.request("POST", "/api/accounts/register/", { body, isAnonymous: true }));
  }

  /** Signs out, here at once, and in the service as soon as it hears of it. */
  async logOut() {
    await this.#refreshing?.catch(() => {});
    const latest = sessionOf(await this.#load());
    const session = this.#session;
    if (!session) return;
    // Another tab may keep somebody else's by now.
    this.#keep(null, undefined, !latest || userIdOf(latest) === userIdOf(session));
    const body = { refresh_token: session.refreshToken };
    // The same token may be given up twice, so it is tried as often as anything else that may be repeated.
    await this.request("POST", "/api/accounts/logout/", { body, isAnonymous: true, isRepeatable: true }).catch(
      () => {},
    );
  }

  /** One chat of who is signed in, always as the same object. It does nothing before it is opened. */
  chat(kind, id, { cursor = null } = {}) {
    if (kind !== "conversation" && kind !== "group_chat") throw new TypeError("kind is conversation or group_chat");
    checkedId(id);
    const user = userIdOf(this.#session);
    const name = `${user}:${kind}:${id}`;
    let chat = this.#chats.get(name);
    if (!chat) this.#chats.set(name, (chat = new Chat(this.#core, kind, id, user, cursor)));
    return chat;
  }

  /** Says that the network may be back, or the app in front again: chats that wait try now, open ones are checked. */
  wake() {
    for (const chat of this.#chats.values()) chat[WAKE]();
  }

  /** The whole address of what the service gave as a path, such as an attachment's `url`. */
  href(url) {
    return /^[a-z]+:/i.test(url) ? url : this.#url + (url.startsWith("/") ? url : `/${url}`);
  }

  /**
   * Asks the service. What is safe or has a key is repeated where it can't be reached.
   * @returns {Promise<any>} What it answers; undefined where that is nothing.
   */
  async request(method, address, options) {
    return (await this.#request(method, address, options)).value;
  }

  async #request(method, address, options = {}) {
    const { key, signal, isRepeatable = method === "GET" || method === "HEAD" || key !== undefined } = options;
    const user = userIdOf(this.#session);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(user, method, address, options);
      } catch (error) {
        const isWorthIt = error instanceof ApiError && error.isPassing && error.status !== 429 && isRepeatable;
        const pause = Math.max(
          backOff(this.#clock, attempt, SECOND / 4, LONGEST_PAUSE),
          (error.retryAfter ?? 0) * SECOND,
        );
        if (!isWorthIt || attempt === ATTEMPTS || pause > LONGEST_PAUSE) throw error;
        await this.#pause(pause, signal);
      }
    }
  }

  async #attempt(user, method, address, { query, body, key, signal, onProgress, isAnonymous = false }) {
    const content = bodyOf(body);
    const headers = { Accept: "application/json" };
    if (key !== undefined) headers["Idempotency-Key"] = key;
    if (content !== undefined && !isForm(content)) headers["Content-Type"] = "application/json";
    const exchange = (token) => {
      if (token) headers.Authorization = `Bearer ${token}`;
      const byXhr = onProgress && this.#XMLHttpRequest;
      return (byXhr ? exchangeByXhr : exchangeByFetch)({
        method,
        headers,
        signal,
        onProgress,
        url: this.#url + address + queryOf(query),
        body: content === undefined || isForm(content) ? content : JSON.stringify(content),
        fetch: this.#fetch,
        XMLHttpRequest: this.#XMLHttpRequest,
        clock: this.#clock,
      });
    };
    const token = isAnonymous ? null : await this.#token(user);
    let answer = await exchange(token);
    if (answer.status === 401 && token) {
      await this.#renew(token);
      answer = await exchange(await this.#token(user));
    }
    if (answer.status < 200 || answer.status > 299) throw errorOfAnswer(answer);
    const value = answer.text === "" ? undefined : parse(answer.text);
    if (value === undefined && answer.text !== "") throw new ApiError(answer.status, "The answer is not JSON");
    return { value, header: answer.header };
  }

  #pause(time, signal) {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.#clock.clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        if (signal?.aborted) reject(aborted(signal));
        else resolve();
      };
      const timer = this.#clock.setTimeout(done, time);
      signal?.addEventListener("abort", done);
      if (signal?.aborted) done();
    });
  }

  // ── The session ──

  #signIn(answer) {
    const { token, refresh_token, expires_at, ...user } = answer ?? {};
    const session = this.#sessionWith(answer, user);
    if (userIdOf(session) !== userIdOf(this.#session)) this.#closeChats();
    this.#keep(session);
    return user;
  }

  #sessionWith(answer, user) {
    const { token, refresh_token, expires_at } = answer ?? {};
    if (!isText(token) || !isText(refresh_token)) throw new ApiError(0, "The service answered without tokens");
    const { iat, exp } = claimsOf(token);
    const now = this.#clock.now();
    // By how long it lives rather than when it ends: the clock of this machine may be wrong.
    const life = exp > iat ? (exp - iat) * SECOND : Date.parse(expires_at) - now;
    // Where that makes no sense, the service tells when it has ended.
    const end = life > 0 ? { expiresAt: now + life, life } : {};
    return { accessToken: token, refreshToken: refresh_token, ...end, user };
  }

  #keep(session, refusal, isOurs = true) {
    this.#session = session;
    if (!session) this.#closeChats(refusal);
    if (isOurs) call(this.#onSession, session);
    this[EMIT]("session", session);
    if (refusal) this[EMIT]("signed_out", { error: refusal });
  }

  #closeChats(refusal) {
    for (const chat of this.#chats.values()) chat[SIGN_OUT](refusal);
  }

  /** A token of a user that will last for a request; null when signed out. Somebody else may have signed in meanwhile. */
  async #token(user) {
    const session = this.#session;
    if (session?.expiresAt !== undefined) {
      const left = session.expiresAt - this.#clock.now();
      if (left < Math.min(LEEWAY, (session.life ?? Infinity) / 5)) {
        await this.#renew(session.accessToken).catch((error) => {
          // One that has not ended is good enough where no new one can be had.
          if (!this.#session || left <= 0) throw error;
        });
      }
    }
    if (userIdOf(this.#session) !== user)
      throw new ApiError(401, this.#session ? "Somebody else has signed in" : "Not signed in");
    return this.#session?.accessToken ?? null;
  }

  /** Replaces a token, once for all who ask: a refresh token that is used twice ends the session. */
  async #renew(token) {
    if (!this.#session) throw new ApiError(401, "Not signed in");
    if (this.#session.accessToken !== token) return;
    this.#refreshing ??= this.#alone(() => this.#refresh()).finally(() => (this.#refreshing = null));
    await this.#refreshing;
  }

  /** In turn with the other tabs of this site, where they share the session. */
  #alone(act) {
    const locks = this.#loadSession && globalThis.navigator?.locks;
    return locks ? locks.request("connectify.refresh", act) : act();
  }

  async #refresh() {
    const { refreshToken } = this.#session;
    // By the token: what is kept of the user may change meanwhile.
    const isReplaced = () => this.#session?.refreshToken !== refreshToken;
    const latest = sessionOf(await this.#load());
    if (isReplaced()) return;
    if (latest && userIdOf(latest) !== userIdOf(this.#session)) {
      const refusal = new ApiError(401, "Somebody else has signed in");
      // In another tab, and what is kept is theirs.
      this.#keep(null, refusal, false);
      throw refusal;
    }
    if (latest && latest.refreshToken !== refreshToken) return this.#keep(latest);
    try {
      const body = { refresh_token: refreshToken };
      const tokens = await this.request("POST", "/api/accounts/token/refresh/", { body, isAnonymous: true });
      if (!isReplaced()) this.#keep(this.#sessionWith(tokens, this.#session.user));
    } catch (error) {
      if (isReplaced() && this.#session) return;
      const isRefused = error.status === 401 || (error.status === 400 && isOfService(error));
      // A change of the password ends the session before it is answered with the next one.
      if (isRefused && this.#session && this.#changes === 0) this.#keep(null, error);
      throw error;
    }
  }

  /** What another tab may have kept; nothing where that can't be read. */
  async #load() {
    try {
      return await this.#loadSession?.();
    } catch {
      return null;
    }
  }

  // ── Hints of a browser; elsewhere `wake` is called ──

  #isListening = false;

  #listenForHints() {
    if (this.#isListening || typeof document === "undefined" || typeof addEventListener !== "function") return;
    this.#isListening = true;
    const wake = () => document.visibilityState !== "hidden" && this.wake();
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
    document.addEventListener?.("visibilitychange", wake);
  }

  // ── The operations of the service ──

  #nameOperations() {
    const get = (address, query, options) => this.request("GET", address, { query, ...options });
    const post = (address, body, options) => this.request("POST", address, { body, ...options });
    const put = (address, body, options) => this.request("PUT", address, { body, ...options });
    const remove = (address, query, options) => this.request("DELETE", address, { query, ...options });
    // What is made is made once, however often that has to be asked for.
    const create = (address, body, { key = newKey(), ...options } = {}) => post(address, body, { key, ...options });
    const list = async (address, query) => {
      const { value, header } = await this.#request("GET", address, { query });
      return Array.isArray(value) ? Object.defineProperty(value, "next", { value: nextOf(header("Link")) }) : value;
    };

    const chats = (at) => ({
      list: (query) => list(`${at}/`, query),
      show: (id) => get(`${at}/${checkedId(id)}/`),
      delete: (id) => remove(`${at}/${checkedId(id)}/`),
      messages: (id, query) => get(`${at}/${checkedId(id)}/messages/`, query),
      send: (id, message, options) => {
        const body = isText(message) ? { content: message } : message;
        const key = options?.key ?? body?.client_message_id ?? undefined;
        return create(`${at}/${checkedId(id)}/send_message/`, body, key ? { ...options, key } : options);
      },
      markRead: (id, upTo) => post(`${at}/${checkedId(id)}/read/`, { up_to: upTo }),
    });

    this.accounts = {
      profile: () => get("/api/accounts/profile/"),
      updateProfile: async (body) => this.#showProfile(await put("/api/accounts/profile/", body)),
      changePassword: async (body) => {
        const user = userIdOf(this.#session);
        this.#changes++;
        try {
          const tokens = await post("/api/accounts/password/", body);
          if (this.#session && userIdOf(this.#session) === user) this.#keep(this.#sessionWith(tokens, this.user));
        } finally {
          this.#changes--;
        }
      },
    };
    this.users = {
      list: (organization, query) => get(path`/api/accounts/organizations/${organization}/users/`, query),
      show: (organization, id) => get(path`/api/accounts/organizations/${organization}/users/${id}/`),
    };
    this.organizations = {
      join: (id) => post(path`/api/accounts/organizations/${id}/join/`, undefined, { isRepeatable: true }),
    };
    this.admin = {
      createUser: (organization, body, options) =>
        create(path`/api/accounts/organizations/${organization}/users/`, body, options),
      changeUserRole: (organization, id, role) =>
        put(path`/api/accounts/organizations/${organization}/users/${id}/role/`, { role }),
      activateUser: (id) => post("/api/accounts/activate/", { user_id: id }),
      deactivateUser: (id) => post("/api/accounts/deactivate/", { user_id: id }),
      reactivateUser: (id) => post("/api/accounts/reactivate/", { user_id: id }),
    };
    this.conversations = {
      ...chats("/api/messaging/conversations"),
      start: (body, options) => create("/api/messaging/conversations/", body, options),
    };
    this.groupChats = {
      ...chats("/api/messaging/group-chats"),
      create: (body, options) => create("/api/messaging/group-chats/", body, options),
      update: (id, body, options) => put(path`/api/messaging/group-chats/${id}/`, body, options),
      addMembers: (id, ids) => post(path`/api/messaging/group-chats/${id}/add_members/`, { member_ids: ids }),
      removeMember: (id, userId) => post(path`/api/messaging/group-chats/${id}/remove_member/`, { member_id: userId }),
      changeRole: (id, userId, role) =>
        post(path`/api/messaging/group-chats/${id}/change_role/`, { member_id: userId, role }),
    };
    this.messages = {
      show: (id) => get(path`/api/messaging/messages/${id}/`),
      edit: (id, content) => put(path`/api/messaging/messages/${id}/edit/`, { content }),
      delete: (id) => remove(path`/api/messaging/messages/${id}/`),
      react: (id, emoji, options) => create(path`/api/messaging/messages/${id}/react/`, { emoji }, options),
      unreact: (id, emoji) => remove(path`/api/messaging/messages/${id}/unreact/`, { emoji }, { isRepeatable: true }),
      reads: (id, query) => get(path`/api/messaging/messages/${id}/reads/`, query),
    };
    this.blocks = {
      list: (query) => list("/api/messaging/blocks/", query),
      block: (body, options) => create("/api/messaging/blocks/", body, options),
      unblock: (id) => remove(path`/api/messaging/blocks/${id}/`),
    };
  }

  /** What is kept of the user follows the profile. */
  #showProfile(profile) {
    const session = this.#session;
    if (session?.user && session.user.id === profile?.id) {
      const known = Object.keys(session.user).filter((name) => name in profile);
      const user = { ...session.user, ...Object.fromEntries(known.map((name) => [name, profile[name]])) };
      this.#keep({ ...session, user });
    }
    return profile;
  }
}

/** A session as it was kept; null where it is none. */
function sessionOf(value) {
  return isObject(value) && isText(value.accessToken) && isText(value.refreshToken) ? value : null;
}

function userIdOf(session) {
  return session ? (session.user?.id ?? (Number(claimsOf(session.accessToken).sub) || null)) : null;
}

// ── A chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The state of a socket, beyond which it is closing or closed. */
const OPEN = 1;

/** Close codes after which coming back would be answered the same: a mistake of the client, or no longer in the chat. */
const MISTAKES = new Set([1002, 1003, 1007, 1009]);
const SLOW_DOWN = 1008;
const LOST = 1006;
const NOT_SIGNED_IN = 4003;
const ACCESS_DENIED = 4004;

/** One chat, live: its socket, which comes back by itself, and what waits to be sent. Made by `Connectify.chat`. */
class Chat extends Emitter {
  #core;
  #timers;
  #address;
  #userId;
  #outbox;

  #state = "idle";
  #cursor;
  /** Counts the attempts; what an earlier one still has to say is passed over. */
  #turn = 0;
  #socket = null;
  #token = null;
  #isSettled = false;
  #settledAt = 0;
  #heardAt = 0;
  #failures = 0;
  #hasRenewed = false;
  /** Why there is no way back. */
  #denied = null;

  #seen = new Set();
  #lastPosition = null;
  /** Answers to repeats whose turn has not come yet. */
  #early = [];

  #typists = new Map();
  #typingAt = null;

  #reads = new Set();
  #unconfirmedReads = [];
  #refusedReads = 0;
  #pings = 0;
  #pongs = 0;

  constructor(core, kind, id, userId, cursor) {
    super();
    this.kind = kind;
    this.id = id;
    this.#core = core;
    this.#userId = userId;
    this.#cursor = cursor;
    this.#timers = new Timers(core.clock);
    this.#address = `${core.url}/ws/messaging/${kind === "conversation" ? "conversations" : "group-chats"}/${id}/`;
    this.#outbox = new Outbox(core.storage, `connectify.outbox.${userId}.${kind}.${id}`, {
      changed: () => this[EMIT]("outbox", { entries: this.outbox }),
      failed: (detail) => this[EMIT]("error", { detail }),
    });
  }

  /** idle, connecting, open, waiting (to come back) or closed. */
  get state() {
    return this.#state;
  }

  /** How far this chat has been seen: who gives it to `chat` after a restart is shown what came since. */
  get cursor() {
    return this.#cursor;
  }

  /** Who is typing. */
  get typists() {
    return [...this.#typists.values()];
  }

  /** What has been sent and is not in the chat yet, in its order. */
  get outbox() {
    return this.#outbox.shown;
  }

  /** Connects, and stays connected until it is closed, is not allowed to any more, or has made a mistake. */
  open() {
    if (this.#state !== "idle" && this.#state !== "closed") return;
    this.#failures = 0;
    this.#hasRenewed = false;
    this.#denied = null;
    this.#core.opened();
    this.#connect();
  }

  /** Disconnects. What waits in the outbox is sent when it is opened again. */
  close() {
    if (this.#state === "idle" || this.#state === "closed") return;
    this.#stopTyping();
    this.#sendReads();
    this.#end(1000, "Closed by this client");
  }

  /**
   * Sends a message: once, in the order of the calls, through whatever happens to the connection meanwhile.
   * @returns {Promise<object>} The message as it is in the chat.
   */
  send(content, { replyTo = null, key = newKey() } = {}) {
    if (!isText(content)) return Promise.reject(new TypeError("content is a text"));
    this.#stopTyping();
    const { entry, sent } = this.#outbox.add({ key, content, replyTo: replyTo ?? null });
    if (this.#denied) this.#outbox.fail(entry, this.#denied);
    else this.#flush();
    return sent;
  }

  /** Sends what was refused once more, with the same key. */
  retry(key) {
    const sent = this.#outbox.retry(key);
    if (!sent) return Promise.reject(new TypeError("There is nothing that failed under this key"));
    this.#flush();
    return sent;
  }

  /** Takes a message out of the outbox; false where it is on its way just now. */
  discard(key) {
    return this.#outbox.discard(key);
  }

  /** To be called with each key that is pressed; the others see that it begins, goes on and ends. */
  typing() {
    if (!this.#isSettled) return;
    const now = this.#core.clock.now();
    if (this.#typingAt === null || now - this.#typingAt >= TYPING_RENEWED) {
      this.#typingAt = now;
      this.#transmit({ type: "typing", is_typing: true });
    }
    this.#timers.set("typing", TYPING_PAUSE, () => this.#stopTyping());
  }

  /** Says that messages have been read: exactly these. It is said again where it was lost, or could not be taken. */
  read(ids) {
    for (const id of Array.isArray(ids) ? ids : [ids]) if (isId(id)) this.#reads.add(id);
    if (this.#isSettled && !this.#timers.has("reads"))
      this.#timers.set("reads", READS_GATHERED, () => this.#sendReads());
  }

  /** Comes back at once if it waits, and looks whether the connection is alive if it seems open. */
  [WAKE]() {
    if (this.#state === "waiting") {
      this.#failures = 0;
      this.#connect();
    } else if (this.#isSettled) {
      this.#ping(PONG_WHEN_WOKEN);
    }
  }

  [SIGN_OUT](refusal) {
    if (this.#state === "idle" || this.#state === "closed") return;
    this.#end(refusal ? NOT_SIGNED_IN : 1000, refusal?.detail ?? "Signed out");
  }

  // ── The connection ──

  async #connect() {
    const turn = ++this.#turn;
    const isStale = () => turn !== this.#turn;
    this.#timers.clear("return");
    this.#show("connecting");
    let token;
    try {
      await this.#outbox.restored;
      token = await this.#core.token(this.#userId);
    } catch (error) {
      if (!isStale()) this.#unavailable(error);
      return;
    }
    if (isStale()) return;
    if (!token) return this.#end(NOT_SIGNED_IN, "Not signed in");
    let socket;
    try {
      // Not in the address, which proxies write into their logs.
      socket = this.#core.socket(this.#address + queryOf({ cursor: this.#cursor }), ["bearer", token]);
    } catch (error) {
      return this.#end(null, error.message);
    }
    const isResuming = isText(this.#cursor);
    this.#socket = socket;
    this.#token = token;
    this.#pings = this.#pongs = 0;
    this.#timers.set("opening", OPENING, () => this.#drop("Nothing came of the opening"));
    // Who is refused is let in and sent away: only an answer shows that this one stays.
    socket.onopen = () => !isStale() && this.#transmitPing();
    socket.onmessage = ({ data }) => !isStale() && this.#hear(data, isResuming);
    socket.onclose = ({ code, reason }) => !isStale() && this.#lost(code, reason);
    // Some tell of a failed opening by this alone.
    socket.onerror = () => !isStale() && this.#lost(LOST, "The connection failed");
  }

  /** Nothing is missing, or the app has been told to fetch: now this chat is live. */
  #settle(event, value) {
    this.#isSettled = true;
    this.#settledAt = this.#core.clock.now();
    this.#timers.clear("opening");
    this.#watch(SILENCE);
    this.#show("open");
    this[EMIT](event, value);
    this.#showEarly();
    this.#sendReads();
    this.#flush();
  }

  #lost(code, reason) {
    const wasLetIn = this.#isSettled;
    const lasted = wasLetIn ? this.#core.clock.now() - this.#settledAt : 0;
    const tooLarge = code === 1009 ? this.#outbox.inFlight : null;
    const turn = this.#turn + 1;
    this.#disconnect();
    // Somebody who heard of that has closed the chat.
    if (turn !== this.#turn) return;
    if (lasted >= STEADY) this.#failures = 0;
    if (lasted >= SECOND) this.#hasRenewed = false;
    if (tooLarge) this.#outbox.fail(tooLarge, new ApiError(413, reason || "The message is too large"));
    if (code === NOT_SIGNED_IN && !this.#hasRenewed) this.#renew(reason);
    else if (code === NOT_SIGNED_IN && !wasLetIn) this.#end(code, reason);
    else if (code === ACCESS_DENIED || MISTAKES.has(code)) this.#end(code, reason);
    else this.#return(code, reason);
  }

  /** The token has ended, or its session: a new one is tried, once. */
  async #renew(reason) {
    const turn = this.#turn;
    this.#hasRenewed = true;
    this.#show("connecting", { code: NOT_SIGNED_IN, reason });
    try {
      await this.#core.renew(this.#token);
    } catch (error) {
      if (turn === this.#turn) this.#unavailable(error);
      return;
    }
    if (turn === this.#turn) this.#connect();
  }

  /** There is no token to be had: for now, or because nobody is signed in any more, or the account has to wait. */
  #unavailable(error) {
    const mustWait = error.status === 403 && isOfService(error);
    if (this.#core.isSignedIn(this.#userId) && !mustWait) this.#return(LOST, error.message);
    else this.#end(NOT_SIGNED_IN, error.message);
  }

  #return(code, reason) {
    const { clock } = this.#core;
    this.#hasRenewed = false;
    const slower = code === SLOW_DOWN ? SLOWER : 0;
    const retryIn = slower + backOff(clock, this.#failures, slower || FIRST_RETURN, LATEST_RETURN);
    this.#failures++;
    this.#timers.set("return", retryIn, () => this.#connect());
    this.#show("waiting", { code, reason, retryIn });
  }

  /** A connection that is of no use any more, whatever it believes itself. */
  #drop(reason) {
    this.#lost(LOST, reason);
  }

  #end(code, reason) {
    this.#disconnect();
    if (code === ACCESS_DENIED) {
      this.#denied = new ApiError(403, reason || "Not in this chat");
      this.#outbox.failAll(this.#denied);
    }
    this.#show("closed", { code, reason });
  }

  #disconnect() {
    this.#turn++;
    this.#isSettled = false;
    this.#timers.clearAll();
    this.#typingAt = null;
    this.#outbox.disconnected();
    for (const { ids } of this.#unconfirmedReads) for (const id of ids) this.#reads.add(id);
    this.#unconfirmedReads = [];
    const socket = this.#socket;
    this.#socket = null;
    try {
      socket?.close(1000);
    } catch {
      // It never was open.
    }
    for (const id of this.#typists.keys()) this.#forgetTypist(id);
  }

  #show(state, more = {}) {
    this.#state = state;
    this[EMIT]("state", { state, ...more });
  }

  #transmit(frame) {
    // Browsers only complain of that in their console.
    if (this.#socket?.readyState > OPEN) return;
    try {
      this.#socket?.send(isText(frame) ? frame : JSON.stringify(frame));
    } catch {
      // It has been lost, and says so itself.
    }
  }

  // ── Whether it is alive ──

  #watch(time) {
    this.#timers.set("silence", time, () => {
      // A timer of a page in the background, or of a machine that slept, is late. A clock that was set back says nothing.
      const silence = this.#core.clock.now() - this.#heardAt;
      if (silence >= 0 && silence < SILENCE) return this.#watch(SILENCE - silence);
      this.#ping(PONG);
      this.#watch(SILENCE);
    });
  }

  #ping(patience) {
    this.#transmitPing();
    this.#timers.set("pong", patience, () => this.#drop("The connection does not answer"));
  }

  #transmitPing() {
    this.#pings++;
    this.#transmit({ type: "ping" });
  }

  // ── What comes ──

  #hear(data, isResuming) {
    this.#heardAt = this.#core.clock.now();
    this.#timers.clear("pong");
    const frame = isText(data) ? parse(data) : undefined;
    if (!isObject(frame) || !isText(frame.type)) return this.#misunderstood("no frame");
    if (isText(frame.cursor)) this.#cursor = frame.cursor;
    try {
      this.#take(frame, isResuming);
    } catch {
      this.#misunderstood(frame.type);
    }
  }

  #misunderstood(what) {
    this[EMIT]("error", { detail: `The service sent what can't be understood: ${String(what).slice(0, 40)}` });
  }

  #take({ type, cursor, ...frame }, isResuming) {
    const isSound = PASSED_ON.get(type);
    if (isSound && !isSound(frame)) throw new TypeError();
    if (isSound) return this[EMIT](type, frame);
    switch (type) {
      case "message":
        return this.#takeMessage(checked(frame.message));
      case "chat_message":
        return this.#takeMessage(checked({ id: frame.message_id, created_at: frame.timestamp, ...frame }));
      case "read":
        return this.#takeRead({ ...frame, message_ids: [frame.message_id] });
      case "read_messages":
        return this.#takeRead(frame);
      case "typing":
        return this.#takeTyping(frame);
      case "heartbeat":
        return this.#transmit({ type: "heartbeat_ack", timestamp: new Date(this.#core.clock.now()).toISOString() });
      case "pong":
        return this.#takePong(isResuming);
      case "resumed":
        if (this.#isSettled) return;
        return this.#settle("resumed", { chat: frame.chat });
      case "resync_required":
        if (this.#isSettled) return;
        return this.#resync();
      case "error":
        return this.#takeError(frame);
    }
    // A service newer than this client may say more.
  }

  /** Between what the app has seen and what it is shown from now on there may be a gap: it has to fetch. */
  #resync() {
    this.#cursor = null;
    this.#lastPosition = null;
    this.#settle("resync", {});
  }

  #takePong(isResuming) {
    this.#pongs++;
    const unconfirmed = this.#unconfirmedReads.filter(({ ping }) => ping > this.#pongs);
    if (unconfirmed.length < this.#unconfirmedReads.length) this.#refusedReads = 0;
    this.#unconfirmedReads = unconfirmed;
    if (!this.#isSettled && !isResuming) this.#resync();
  }

  #takeMessage(message) {
    const isOwn = this.#userId === null || message.sender_id === this.#userId;
    const entry = isOwn ? this.#outbox.find(message.client_message_id) : undefined;
    const isAnswer = entry?.isRepeated === true;
    if (entry) this.#outbox.acknowledge(entry, message);
    if (entry) this.#timers.clear("acknowledgement");
    // The answer to a repeat may come before the chat is shown what was sent before it: then this waits for its turn.
    if (isAnswer && this.#lastPosition !== null && message.position > this.#lastPosition + 1) {
      this.#early.push(message);
      this.#timers.set("turn", TURN, () => this.#showEarly());
    } else {
      this.#showMessage(message, isAnswer);
    }
    if (entry) this.#flush();
  }

  #showMessage(message, isAnswer) {
    this.#showEarly(message.position);
    if (this.#seen.has(message.id)) return;
    this.#seen.add(message.id);
    if (this.#seen.size > MESSAGES_REMEMBERED) this.#seen.delete(this.#seen.values().next().value);
    // Where the chat is, the answer to a repeat does not say: it may be as old as the outbox.
    if (!isAnswer || this.#lastPosition !== null)
      this.#lastPosition = Math.max(this.#lastPosition ?? 0, message.position);
    this.#forgetTypist(message.sender_id);
    this[EMIT]("message", { message });
  }

  /** Shows what still waits for its turn, where it comes before a position. */
  #showEarly(before = Infinity) {
    const due = this.#early.filter(({ position }) => position < before);
    this.#early = this.#early.filter(({ position }) => position >= before);
    for (const message of due.sort((a, b) => a.position - b.position)) this.#showMessage(message, true);
  }

  #takeRead({ chat_id, user_id, message_ids, up_to }) {
    if (!isId(user_id) || !message_ids.every(isId)) throw new TypeError();
    this[EMIT]("read", { chat_id, user_id, message_ids, up_to });
  }

  #takeTyping({ user_id, username, is_typing }) {
    if (!isId(user_id)) throw new TypeError();
    if (is_typing !== true) return this.#forgetTypist(user_id);
    const isNew = !this.#typists.has(user_id);
    this.#typists.set(user_id, { user_id, username: String(username) });
    this.#timers.set(`typist ${user_id}`, TYPING_FORGOTTEN, () => this.#forgetTypist(user_id));
    if (isNew) this[EMIT]("typing", { user_id, username: String(username), is_typing: true });
  }

  #forgetTypist(id) {
    const typist = this.#typists.get(id);
    if (!typist) return;
    this.#typists.delete(id);
    this.#timers.clear(`typist ${id}`);
    this[EMIT]("typing", { ...typist, is_typing: false });
  }

  #takeError({ detail, client_message_id }) {
    const error = errorOfFrame(isText(detail) ? detail : "");
    const reads = this.#unconfirmedReads.find(({ label }) => label === client_message_id);
    if (reads) return this.#readsRefused(reads, error);
    const entry = this.#outbox.inFlight;
    if (!entry || entry.key !== client_message_id || entry.isByRequest) {
      this[EMIT]("error", { detail: error.detail });
      return;
    }
    this.#timers.clear("acknowledgement");
    this.#refused(entry, error);
  }

  // ── What goes ──

  /**
   * Sends the next message. It waits until the one before it is in the chat: were two on their way, and the service
   * could not take the first just then, they would change places.
   */
  #flush() {
    if (!this.#isSettled || this.#outbox.inFlight || this.#timers.has("hold")) return;
    const entry = this.#outbox.next();
    if (entry?.state !== "sent") return;
    const { key, content, replyTo } = entry;
    const frame = JSON.stringify({ type: "message", content, reply_to: replyTo, client_message_id: key });
    if (bytesOf(frame) > LARGEST_FRAME) {
      this.#sendByRequest(entry);
    } else {
      this.#timers.set("acknowledgement", ACKNOWLEDGEMENT, () => this.#drop("A message was not acknowledged"));
      this.#transmit(frame);
    }
  }

  async #sendByRequest(entry) {
    entry.isByRequest = true;
    try {
      const message = checked(
        await this.#core.send(this.kind, this.id, { content: entry.content, reply_to: entry.replyTo }, entry.key),
      );
      if (this.#outbox.find(entry.key)) this.#outbox.acknowledge(entry, message);
      this.#flush();
    } catch (error) {
      entry.isByRequest = false;
      if (this.#outbox.find(entry.key))
        this.#refused(entry, error instanceof ApiError ? error : new ApiError(0, error.message));
    }
  }

  #refused(entry, error) {
    const isFault = error.status === 500 && ++entry.faults < FAULTS_OF_A_MESSAGE;
    if (error.isPassing || isFault || !this.#core.isSignedIn(this.#userId)) {
      this.#outbox.putBack(entry);
      const { clock } = this.#core;
      const wait = (error.retryAfter ?? 1) * SECOND + backOff(clock, entry.sends, SECOND / 2, LONGEST_PAUSE);
      if (this.#isSettled) this.#timers.set("hold", wait, () => this.#flush());
    } else {
      this.#outbox.fail(entry, error);
      this.#flush();
    }
  }

  #stopTyping() {
    this.#timers.clear("typing");
    if (this.#typingAt === null) return;
    this.#typingAt = null;
    this.#transmit({ type: "typing", is_typing: false });
  }

  #sendReads() {
    this.#timers.clear("reads");
    if (!this.#isSettled || this.#reads.size === 0) return;
    const ids = [...this.#reads];
    this.#reads.clear();
    for (let from = 0; from < ids.length; from += IDS_IN_A_FRAME)
      this.#transmitReads(ids.slice(from, from + IDS_IN_A_FRAME));
    this.#transmitPing();
  }

  /** Frames are taken in turn: the answer to the ping that follows says that these have arrived, unless they are refused. */
  #transmitReads(ids) {
    const what = ids.length === 1 ? { type: "read", message_id: ids[0] } : { type: "read_messages", message_ids: ids };
    const label = newKey();
    this.#transmit({ ...what, client_message_id: label });
    this.#unconfirmedReads.push({ ids, label, ping: this.#pings + 1 });
  }

  #readsRefused(reads, error) {
    const { ids } = reads;
    this.#unconfirmedReads = this.#unconfirmedReads.filter((other) => other !== reads);
    const isFault = error.status === 500 && this.#refusedReads < FAULTS_OF_A_MESSAGE;
    if (error.isPassing || isFault) {
      for (const id of ids) this.#reads.add(id);
      const wait = SECOND + backOff(this.#core.clock, ++this.#refusedReads, SECOND / 2, LONGEST_PAUSE);
      this.#timers.set("reads", wait, () => this.#sendReads());
    } else if (ids.length > 1 && ++this.#refusedReads < REFUSALS_OF_READS) {
      // In halves, because each by itself would be many frames.
      const half = ids.length >> 1;
      for (const some of [ids.slice(0, half), ids.slice(half)]) this.#transmitReads(some);
      this.#transmitPing();
    } else {
      this[EMIT]("error", { detail: error.detail });
    }
  }
}

/** What is the app's to know as it comes, and what has to be in it. */
const PASSED_ON = new Map(
  Object.entries({
    message_edited: ({ message }) => isMessage(message),
    message_updated: ({ message }) => isMessage(message),
    message_deleted: ({ message_id }) => isId(message_id),
    reaction_added: ({ reaction }) => isId(reaction?.message_id),
    reaction_removed: ({ message_id, user_id, emoji }) => isId(message_id) && isId(user_id) && isText(emoji),
    member_added: ({ members }) => Array.isArray(members) && members.every(isObject),
    member_removed: ({ user_id }) => isId(user_id),
    role_changed: ({ member }) => isId(member?.id),
    chat_updated: ({ group_chat }) => isObject(group_chat),
    chat_deleted: () => true,
  }),
);

const isMessage = (value) => isId(value?.id) && isId(value.position) && isText(value.content);

function checked(message) {
  if (!isMessage(message)) throw new TypeError();
  return message;
}

// ── The outbox ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What has been sent to a chat and is not in it yet. It is kept in the storage, so that it survives a restart of the app. */
class Outbox {
  #storage;
  #name;
  #listener;
  #entries = [];
  /** Keys that are not to be kept any more, also where another tab still has them. */
  #done = new Set();
  #saving = Promise.resolve();
  #isSaving = false;

  constructor(storage, name, listener) {
    this.#storage = storage;
    this.#name = name;
    this.#listener = listener;
    /** Ends when what was kept has been read. */
    this.restored = this.#restore();
  }

  get shown() {
    return this.#entries.map(({ key, content, replyTo, state, error }) =>
      error ? { key, content, replyTo, state, error } : { key, content, replyTo, state },
    );
  }

  get inFlight() {
    return this.#entries.find(({ state }) => state === "sent") ?? null;
  }

  find(key) {
    return this.#entries.find((entry) => entry.key === key);
  }

  add({ key, content, replyTo }) {
    const known = this.find(key);
    if (known?.state === "failed") {
      Object.assign(known, { content, replyTo });
      return { entry: known, sent: this.retry(key) };
    }
    if (known) return { entry: known, sent: known.sent ?? this.#promise(known) };
    const entry = { key, content, replyTo, state: "waiting", sends: 0, faults: 0 };
    const sent = this.#promise(entry);
    this.#entries.push(entry);
    this.#changed();
    return { entry, sent };
  }

  /** The first that waits, which from now on is on its way. */
  next() {
    const entry = this.#entries.find(({ state }) => state === "waiting");
    if (!entry) return null;
    entry.state = "sent";
    entry.isRepeated = entry.sends++ > 0;
    this.#changed(false);
    return entry;
  }

  /** It is not known whether what was on its way has arrived: it is sent again, with its key. */
  disconnected() {
    const entry = this.inFlight;
    if (entry && !entry.isByRequest) this.putBack(entry);
  }

  putBack(entry) {
    entry.state = "waiting";
    this.#changed(false);
  }

  acknowledge(entry, message) {
    this.#remove(entry);
    entry.resolve?.(message);
  }

  fail(entry, error) {
    entry.state = "failed";
    entry.error = error;
    entry.sent = undefined;
    this.#changed();
    entry.reject?.(error);
  }

  failAll(error) {
    for (const entry of this.#entries) if (entry.state !== "failed") this.fail(entry, error);
  }

  retry(key) {
    const entry = this.find(key);
    if (entry?.state !== "failed") return null;
    entry.state = "waiting";
    entry.faults = 0;
    delete entry.error;
    const sent = this.#promise(entry);
    this.#changed();
    return sent;
  }

  discard(key) {
    const entry = this.find(key);
    if (!entry || entry.state === "sent") return false;
    this.#remove(entry);
    entry.reject?.(new ApiError(0, "The message was discarded"));
    return true;
  }

  #promise(entry) {
    entry.sent = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    // Who does not wait for it sees in the outbox what became of it; that is no error that nobody handles.
    entry.sent.catch(() => {});
    return entry.sent;
  }

  #remove(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#done.add(entry.key);
    this.#changed();
  }

  #changed(isToBeKept = true) {
    if (isToBeKept) this.#save();
    this.#listener.changed();
  }

  async #restore() {
    try {
      const kept = this.#othersIn(await this.#storage.getItem(this.#name));
      this.#entries = [...kept, ...this.#entries];
      if (kept.length > 0) this.#listener.changed();
    } catch {
      this.#listener.failed("The outbox could not be read");
    }
  }

  /** What is kept and not known here, by an app that has ended or another tab; nothing where it makes no sense. */
  #othersIn(text) {
    const kept = isText(text) ? parse(text) : [];
    if (!Array.isArray(kept)) return [];
    return kept
      .filter((one) => isObject(one) && isText(one.key) && one.key.length <= 64 && isText(one.content))
      .filter(({ key }) => !this.find(key) && !this.#done.has(key))
      .map(({ key, content, replyTo, state, error }) => ({
        key,
        content,
        replyTo: isId(replyTo) ? replyTo : null,
        // It may have been on its way when the app ended.
        sends: 1,
        faults: 0,
        ...(state === "failed" && isObject(error)
          ? {
              state,
              error: new ApiError(Number(error.status) || 0, String(error.detail), { errors: error.errors ?? null }),
            }
          : { state: "waiting" }),
      }));
  }

  #save() {
    if (this.#isSaving) return;
    this.#isSaving = true;
    this.#saving = this.#saving
      .then(() => this.restored)
      .then(async () => {
        this.#isSaving = false;
        // Where the storage does not wait, nor does this: no other tab gets in between.
        const kept = this.#storage.getItem(this.#name);
        const others = this.#othersIn(isText(kept) || !kept ? kept : await kept);
        const all = [...others, ...this.#entries].map(({ key, content, replyTo, state, error }) => ({
          ...{ key, content, replyTo },
          ...(error && { state, error: { status: error.status, detail: error.detail, errors: error.errors } }),
        }));
        if (all.length > 0) await this.#storage.setItem(this.#name, JSON.stringify(all));
        else await this.#storage.removeItem(this.#name);
      })
      .catch(() => this.#listener.failed("The outbox could not be kept"));
  }
}
