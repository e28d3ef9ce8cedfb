// The messages of a chat that are known here: without a gap, oldest first, up to the newest. Each change makes new objects,
// by which views see what they have to draw anew.

const Kept = 150;

export class Timeline {
    messages = [];
    hasOlder = false;
    isLoaded = false;

    get newest() {
        return this.messages.at(-1) ?? null;
    }

    find(id) {
        return this.messages.find(message => message.id === id) ?? null;
    }

    /** @param page newest first; the newest of the chat */
    reset(page, hasOlder) {
        this.messages = [...page].reverse();
        this.hasOlder = hasOlder;
        this.isLoaded = true;
    }

    /** @param page newest first; those right before the oldest known */
    prepend(page, hasOlder) {
        const known = new Set(this.messages.map(message => message.id));
        this.messages = [...[...page].reverse().filter(message => !known.has(message.id)), ...this.messages];
        this.hasOlder = hasOlder;
    }

    /** A message as it is now: a new one, or one that is known. True for a new one. */
    put(message) {
        const place = this.messages.findLastIndex(other => other.position <= message.position);

        if (this.messages[place]?.id === message.id) {
            this.messages = this.messages.with(place, message);

            return false;
        }

        // Older ones are fetched when they are looked at.
        if (place < 0 && this.hasOlder) {
            return false;
        }

        this.messages = this.messages.toSpliced(place + 1, 0, message);

        return true;
    }

    change(id, change) {
        const place = this.messages.findLastIndex(message => message.id === id);

        if (place >= 0) {
            this.messages = this.messages.with(place, { ...this.messages[place], ...change(this.messages[place]) });
        }
    }

    /** It stays as a tombstone, and where it is quoted nothing is left of it. */
    bury(id) {
        this.change(id, () => ({ content: "", attachments: [], reactions: [], is_deleted: true }));
        this.messages = this.messages.map(message => message.replied_message?.id === id
            ? { ...message, replied_message: { ...message.replied_message, content: "", is_deleted: true } }
            : message);
    }

    /** Somebody has read some messages, or all up to one. */
    read(userId, ids, upTo) {
        const read = new Set(ids);

        this.messages = this.messages.map(message =>
            message.sender_id !== userId && !message.read_by.includes(userId) && (read.has(message.id) || message.id <= (upTo ?? 0))
                ? { ...message, read_by: [...message.read_by, userId], read_count: message.read_count + 1 }
                : message);
    }

    /** Forgets what is long past; it is fetched again where somebody scrolls there. */
    shorten() {
        if (this.messages.length > 2 * Kept) {
            this.messages = this.messages.slice(-Kept);
            this.hasOlder = true;
        }
    }
}
