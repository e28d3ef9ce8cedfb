import { Room } from "./room.js";

// A user may have 20 sockets open: two windows of the same person share them. One is for the chat that is shown.
const LiveChats = 8;
const Step = 100;
const Interval = 5_000;
const IntervalUnseen = 30_000;
const Soon = 300;

/** One's conversations and group chats. Those that were active last are live; of the others the list is asked now and then. */
export class Chats {
    #app;
    #rooms = new Map();
    #timer;
    #isAsking = false;
    #isStopped = false;
    #look = () => document.visibilityState === "visible" && this.refresh();

    limit = Step;
    isLoaded = false;
    hasMore = false;

    constructor(app) {
        this.#app = app;
    }

    /** Latest activity first. */
    get all() {
        return [...this.#rooms.values()].sort((one, other) => other.activity - one.activity);
    }

    get unread() {
        return this.all.reduce((sum, room) => sum + room.chat.unread_count, 0);
    }

    find(key) {
        return this.#rooms.get(key) ?? null;
    }

    async start() {
        document.addEventListener("visibilitychange", this.#look);
        addEventListener("focus", this.#look);
        await this.refresh();
    }

    stop() {
        this.#isStopped = true;
        clearTimeout(this.#timer);
        document.removeEventListener("visibilitychange", this.#look);
        removeEventListener("focus", this.#look);
        this.#rooms.forEach(room => room.close());
    }

    /** A chat that has just been made, or that somebody else has told of. */
    add(kind, chat) {
        const room = this.#put(kind, chat);
        this.arrange();
        this.#app.changed();

        return room;
    }

    remove(room) {
        room.close();
        this.#rooms.delete(room.key);
        this.#app.changed();
    }

    showMore() {
        this.limit += Step;

        return this.refresh();
    }

    refreshSoon() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.refresh(), Soon);
    }

    async refresh() {
        if (this.#isAsking || this.#isStopped) {
            return;
        }

        this.#isAsking = true;
        clearTimeout(this.#timer);

        try {
            const { conversations, groupChats } = this.#app.connectify;
            const asked = Date.now();
            const [pairs, groups] = await Promise.all([
                conversations.list({ limit: this.limit }), groupChats.list({ limit: this.limit }),
            ]);

            if (!this.#isStopped) {
                this.#take(pairs, groups, asked);
            }
        } catch {
            // It is asked again in a moment; what is wrong is seen in the chats.
        } finally {
            this.#isAsking = false;
            this.#next();
        }
    }

    /** Which chats have a socket: the one that is shown, and those that were active last. */
    arrange() {
        const live = new Set(this.all.slice(0, LiveChats));

        for (const room of this.#rooms.values()) {
            if (live.has(room) || room === this.#app.room || room.isBusy) {
                room.listen();
            } else {
                room.close();
            }
        }
    }

    #next() {
        if (!this.#isStopped) {
            clearTimeout(this.#timer);
            this.#timer = setTimeout(() => this.refresh(), document.visibilityState === "visible" ? Interval : IntervalUnseen);
        }
    }

    #take(pairs, groups, asked) {
        const listed = new Set();

        for (const [kind, chats] of [["conversation", pairs], ["group_chat", groups]]) {
            chats.forEach(chat => listed.add(this.#put(kind, chat, asked)));
        }

        this.hasMore = pairs.length >= this.limit || groups.length >= this.limit;

        // Cut lists say nothing of what is not in them.
        if (!this.hasMore) {
            this.#rooms.forEach(room => !listed.has(room) && room.since < asked && this.#app.lost(room, "This chat has ended, or you are no longer in it."));
        }

        this.isLoaded = true;
        this.arrange();
        this.#app.changed();
    }

    #put(kind, chat, asked) {
        const key = `${kind === "conversation" ? "c" : "g"}/${chat.id}`;
        const room = this.#rooms.get(key);

        if (room) {
            room.take(chat, asked);

            return room;
        }

        const made = new Room(this.#app, kind, key, chat);
        this.#rooms.set(key, made);

        return made;
    }
}
