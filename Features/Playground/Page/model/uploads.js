import { reasonOf } from "./words.js";

/** Messages with files on their way: each is a form, with a key by which it is sent again without being sent twice. */
export class Uploads {
    #app;
    #room;

    entries = [];

    constructor(app, room) {
        this.#app = app;
        this.#room = room;
    }

    send(content, replyTo, files) {
        const entry = { key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, content, replyTo, files, progress: 0, state: "sending" };
        this.entries = [...this.entries, entry];
        this.#run(entry);
    }

    retry(key) {
        const entry = this.entries.find(other => other.key === key);

        if (entry) {
            this.#run(entry);
        }
    }

    cancel(key) {
        this.entries.find(entry => entry.key === key)?.abort?.abort();
        this.#drop(key);
    }

    /** A message that has come may be one of these. */
    arrived(message) {
        if (message.sender_id === this.#app.me?.id && this.entries.some(entry => entry.key === message.client_message_id)) {
            this.#drop(message.client_message_id);
        }
    }

    async #run(entry) {
        const abort = new AbortController();
        this.#change(entry.key, { state: "sending", progress: 0, error: null, abort });

        try {
            const message = await this.#room.api.send(
                this.#room.id,
                { content: entry.content, ...(entry.replyTo ? { reply_to: entry.replyTo.id } : {}), attachments: entry.files },
                { key: entry.key, signal: abort.signal, onProgress: progress => this.#change(entry.key, { progress: portionOf(progress) }) });
            this.#room.put(message);
            this.#drop(entry.key);
        } catch (error) {
            if (!abort.signal.aborted) {
                this.#change(entry.key, { state: "failed", error: reasonOf(error) });
            }
        }
    }

    #change(key, change) {
        this.entries = this.entries.map(entry => (entry.key === key ? { ...entry, ...change } : entry));
        this.#app.changed();
    }

    #drop(key) {
        this.entries = this.entries.filter(entry => entry.key !== key);
        this.#app.changed();
    }
}

const portionOf = progress => (typeof progress === "number" ? progress : progress.total ? progress.loaded / progress.total : 0);
