import { Timeline } from "./timeline.js";
import { Uploads } from "./uploads.js";
import { briefOf, nameOf } from "./words.js";

const PageSize = 40;
const FarPageSize = 100;
const Gone = 4004;

/** A chat as this window knows it: what the list shows of it, its messages once it was looked at, and its socket. */
export class Room {
    #app;
    #socket = null;
    #off = [];
    #isFetching = false;
    #wasLive = false;
    #isBehind = false;
    #renewed = new Map();

    timeline = new Timeline();
    uploads;
    draft = { text: "", replyTo: null, editing: null, files: [] };
    connection = { state: "idle" };
    members = null;
    since = Date.now();
    touched = 0;
    isOpen = false;
    isAtEnd = true;
    arrived = 0;
    firstUnread = null;

    constructor(app, kind, key, chat) {
        this.#app = app;
        this.kind = kind;
        this.key = key;
        this.chat = chat;
        this.uploads = new Uploads(app, this);
    }

    get id() {
        return this.chat.id;
    }

    get isGroup() {
        return this.kind === "group_chat";
    }

    get api() {
        return this.isGroup ? this.#app.connectify.groupChats : this.#app.connectify.conversations;
    }

    /** The other one of a conversation. */
    get partner() {
        return this.isGroup ? null : this.chat.participants.find(user => user.id !== this.#app.me.id) ?? this.chat.participants[0];
    }

    get title() {
        return this.isGroup ? this.chat.name : nameOf(this.partner);
    }

    get activity() {
        return Date.parse(this.chat.last_message?.created_at ?? this.chat.updated_at);
    }

    get isAdmin() {
        return this.members?.some(member => member.id === this.#app.me.id && member.role === "admin") ?? false;
    }

    get typists() {
        return this.#socket ? [...(this.#socket.typists ?? [])] : [];
    }

    get outbox() {
        return this.#socket?.outbox ?? [];
    }

    /** True where something is under way that a closed socket would stop. */
    get isBusy() {
        return this.outbox.some(entry => entry.state !== "failed");
    }

    /** The chat as the service has it. */
    take(chat, asked) {
        // A list that was asked for before something came would undo it.
        if (asked && asked < this.touched) {
            return;
        }

        const { messages, members, ...rest } = chat;
        this.chat = { ...this.chat, ...rest };
        this.members = members ?? this.members;
        messages?.toReversed().forEach(message => this.timeline.isLoaded && this.timeline.put(message));
        this.#app.changed();
    }

    listen() {
        if (this.#socket) {
            return;
        }

        const socket = this.#app.connectify.chat(this.kind, this.id);
        this.#socket = socket;
        this.#off = Object.entries(this.#heard).map(([event, heard]) => socket.on(event, data => {
            heard(data ?? {});
            this.#app.changed();
        }));
        socket.open();
    }

    close() {
        this.#off.forEach(off => off());
        this.#off = [];
        this.#socket?.close();
        this.#socket = null;
        this.#wasLive = false;
        this.connection = { state: "idle" };
        this.timeline = new Timeline();
    }

    /** It is looked at from now on. */
    enter() {
        this.isOpen = true;
        this.isAtEnd = true;
        this.arrived = 0;
        this.firstUnread = null;
        this.load();
        this.fetchMembers();
    }

    leave() {
        this.isOpen = false;
        this.timeline.shorten();
    }

    async load() {
        if (this.timeline.isLoaded || this.#isFetching) {
            return this.read();
        }

        this.#isFetching = true;

        try {
            const page = await this.api.messages(this.id, { page_size: PageSize, page: 1 });
            const meanwhile = this.timeline.messages;
            this.timeline.reset(page.results, page.next !== null);
            meanwhile.forEach(message => this.timeline.put(message));
            this.firstUnread = this.chat.unread_count > 0
                ? this.timeline.messages.find(message => this.#isUnread(message))?.id ?? null
                : null;
        } catch (error) {
            this.#app.toast(error.detail ?? "The messages could not be loaded", "bad");
        } finally {
            this.#isFetching = false;
        }

        if (this.#isBehind) {
            this.#isBehind = false;
            await this.#catchUp(true).catch(() => {});
        }

        this.#app.changed();
        await this.read();
    }

    /** Those before the oldest that is known. */
    async loadOlder(limit = PageSize) {
        const [oldest] = this.timeline.messages;

        if (this.#isFetching || !this.timeline.hasOlder || !oldest) {
            return;
        }

        this.#isFetching = true;

        try {
            const page = await this.api.messages(this.id, { before: oldest.id, limit });
            this.timeline.prepend(page.results, page.has_more);
        } finally {
            this.#isFetching = false;
        }

        this.#app.changed();
    }

    /** Loads back to a message, and answers whether it is there. */
    async reach(id) {
        while (!this.timeline.find(id) && this.timeline.hasOlder) {
            await this.loadOlder(FarPageSize);
        }

        return this.timeline.find(id) !== null;
    }

    async fetchMembers() {
        if (this.isGroup) {
            await this.api.show(this.id).then(chat => this.take(chat), () => {});
        }
    }

    /** What is seen has been read: the newest is on the screen, and somebody is before it. */
    async read() {
        const { newest } = this.timeline;

        if (!this.isOpen || !this.isAtEnd || !newest || this.chat.unread_count === 0 || document.visibilityState !== "visible") {
            return;
        }

        this.touched = Date.now();
        this.chat = { ...this.chat, unread_count: 0 };
        await this.api.markRead(this.id, newest.id).then(
            answer => this.timeline.newest === newest && this.take({ unread_count: answer?.unread_count ?? 0 }),
            () => this.#app.chats?.refreshSoon());
    }

    send(content, replyTo) {
        this.listen();

        // What is refused stays in the outbox, which is shown.
        this.#socket.send(content, replyTo ? { replyTo } : {}).catch(() => {});
        this.#app.changed();
    }

    /** Puts files beside what is being written. */
    attach(files) {
        this.draft.files = [...this.draft.files, ...files];
        this.#app.changed();
    }

    retry(key) {
        this.#socket?.retry(key);
        this.#app.changed();
    }

    discard(key) {
        this.#socket?.discard(key);
        this.#app.changed();
    }

    typing() {
        this.#socket?.typing();
    }

    /** Tries to connect now instead of in a moment. */
    hurry() {
        this.#app.connectify.wake();
    }

    edit(message, content) {
        return this.#app.connectify.messages.edit(message.id, content).then(edited => this.put(edited));
    }

    async remove(message) {
        await this.#app.connectify.messages.delete(message.id);
        this.#bury(message.id);
    }

    async toggleReaction(message, emoji) {
        const mine = message.reactions.find(reaction => reaction.emoji === emoji && reaction.user_id === this.#app.me.id);

        if (mine) {
            await this.#app.connectify.messages.unreact(message.id, emoji);
            this.#unreact(message.id, emoji, this.#app.me.id);
        } else {
            this.#react(await this.#app.connectify.messages.react(message.id, emoji));
        }

        this.#app.changed();
    }

    /** Fetches a message whose signed addresses have expired; rarely, for a file may be gone as well. */
    async renew(id) {
        if (Date.now() - (this.#renewed.get(id) ?? 0) > 60_000) {
            this.#renewed.set(id, Date.now());
            await this.#app.connectify.messages.show(id).then(message => this.put(message), () => {});
        }
    }

    /** A message as it is now. */
    put(message) {
        const isNew = this.timeline.isLoaded && this.timeline.put(message);
        const last = this.chat.last_message;

        if (!last || message.position >= last.position) {
            this.chat = { ...this.chat, last_message: message, updated_at: message.created_at };
        }

        this.uploads.arrived(message);
        this.#app.changed();

        return isNew;
    }

    get #heard() {
        return {
            state: state => {
                this.connection = { ...state, since: Date.now() };

                if (state.state === "closed" && state.code === Gone) {
                    this.#app.lost(this, "This chat has ended, or you are no longer in it.");
                }
            },
            message: ({ message }) => this.#arrived(message),
            message_edited: ({ message }) => this.put(message),
            message_updated: ({ message }) => this.put(message),
            message_deleted: ({ message_id }) => this.#bury(message_id),
            reaction_added: ({ reaction }) => this.#react(reaction),
            reaction_removed: ({ message_id, emoji, user_id }) => this.#unreact(message_id, emoji, user_id),
            read: read => this.#read(read),
            typing: () => {},
            outbox: () => {},
            member_added: () => this.fetchMembers(),
            member_removed: () => this.fetchMembers(),
            role_changed: () => this.fetchMembers(),
            chat_updated: ({ group_chat }) => this.take(group_chat),
            chat_deleted: () => this.#app.lost(this, "This chat has ended."),
            resumed: ({ chat }) => chat && this.take(chat),
            resync: () => this.#resync(),
            error: ({ detail }) => this.#app.toast(detail, "bad"),
        };
    }

    #arrived(message) {
        this.touched = Date.now();

        if (!this.put(message) && this.timeline.isLoaded) {
            return;
        }

        if (this.#isUnread(message)) {
            this.chat = { ...this.chat, unread_count: this.chat.unread_count + 1 };
            this.arrived += 1;
            this.#app.announce(`${nameOf(message.sender)}${this.isGroup ? ` in ${this.title}` : ""}: ${briefOf(message)}`);
        }

        this.#app.chats?.arrange();
        this.read();
    }

    #isUnread(message) {
        return message.sender_id !== this.#app.me.id && !message.is_deleted && !message.read_by.includes(this.#app.me.id);
    }

    #bury(id) {
        this.timeline.bury(id);

        if (this.chat.last_message?.id === id) {
            this.chat = { ...this.chat, last_message: { ...this.chat.last_message, content: "", attachments: [], is_deleted: true } };
        }

        if (this.chat.unread_count > 0) {
            this.#app.chats?.refreshSoon();
        }

        this.#app.changed();
    }

    #react(reaction) {
        this.timeline.change(reaction.message_id, ({ reactions }) => ({
            reactions: [...reactions.filter(other => other.id !== reaction.id), reaction],
        }));
    }

    #unreact(id, emoji, userId) {
        this.timeline.change(id, ({ reactions }) => ({
            reactions: reactions.filter(other => other.emoji !== emoji || other.user_id !== userId),
        }));
    }

    #read({ user_id, message_ids, up_to }) {
        this.timeline.read(user_id, message_ids ?? [], up_to);

        // In another window, by oneself.
        if (user_id === this.#app.me.id && this.chat.unread_count > 0) {
            this.#app.chats?.refreshSoon();
        }
    }

    /**
     * The socket is open, and does not tell what came before. The first time, that is what came since the messages were
     * fetched; later, anything may have happened to any of them.
     */
    async #resync() {
        const isFirst = !this.#wasLive;
        this.#wasLive = true;

        if (this.#isFetching) {
            this.#isBehind = true;
        } else if (this.timeline.isLoaded) {
            await this.#catchUp(isFirst).catch(() => {});
        }

        if (!isFirst) {
            this.#app.chats?.refreshSoon();
        }
    }

    async #catchUp(isMerged) {
        const page = await this.api.messages(this.id, { page_size: PageSize, page: 1 });
        const isFar = (page.results.at(-1)?.position ?? 0) > (this.timeline.newest?.position ?? 0) + 1;

        if (isMerged && !isFar) {
            page.results.toReversed().forEach(message => this.timeline.put(message));
        } else {
            this.timeline.reset(page.results, page.next !== null);
        }

        this.#app.changed();
        await this.read();
    }
}
