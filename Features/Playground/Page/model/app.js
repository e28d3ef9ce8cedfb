import { Chats } from "./chats.js";
import { claimWindow, createConnectify } from "./session.js";
import { Store } from "./store.js";
import { reasonOf } from "./words.js";

const ToastTime = 6_000;
const AnnouncementTime = 10_000;

/** Everything that the page shows, and what can be done in it. */
class App extends Store {
    connectify;
    chats = null;
    blocks = [];
    room = null;
    dialog = null;
    toasts = [];
    notice = "";
    heard = "";

    get me() {
        return this.connectify.user;
    }

    async start() {
        await claimWindow();
        this.connectify = createConnectify();
        this.connectify.on("signed_out", () => this.#signedOut("You have been signed out. Please sign in again."));
        addEventListener("hashchange", () => this.#followAddress());

        if (this.connectify.session) {
            this.#signedIn();
        }
    }

    async logIn(body) {
        await this.connectify.logIn(body);
        this.#signedIn();
    }

    async register(body) {
        await this.connectify.register(body);
        this.#signedIn();
    }

    async logOut() {
        const ended = this.connectify.logOut();
        this.#signedOut("");
        await ended.catch(() => {});
    }

    /** Shows a chat: its address is what says which. */
    open(room) {
        const address = room ? `#/${room.key}` : "#/";

        if (location.hash === address) {
            this.#followAddress();
        } else {
            location.hash = address;
        }
    }

    show(dialog) {
        this.dialog = dialog;
        this.changed();
    }

    toast(text, tone = "plain") {
        const toast = { text, tone };
        this.toasts = [...this.toasts.filter(other => other.text !== text), toast].slice(-3);
        setTimeout(() => this.dismiss(toast), ToastTime);
        this.changed();
    }

    dismiss(toast) {
        this.toasts = this.toasts.filter(other => other !== toast);
        this.changed();
    }

    /** Says to who listens instead of looking that something has come. */
    announce(text) {
        this.heard = text;
        setTimeout(() => {
            this.heard = this.heard === text ? "" : this.heard;
            this.changed();
        }, AnnouncementTime);
        this.changed();
    }

    /** Does something that may be refused, and says so. True where it was done. */
    async attempt(action) {
        try {
            await action();

            return true;
        } catch (error) {
            this.toast(reasonOf(error), "bad");

            return false;
        }
    }

    isBlocked(userId, organizationId) {
        return this.blocks.find(block => block.blocked_id === userId && block.organization_id === organizationId);
    }

    async block(user, organizationId) {
        const block = await this.connectify.blocks.block({ blocked_id: user.id, organization_id: organizationId });
        this.blocks = [block, ...this.blocks.filter(other => other.id !== block.id)];
        this.changed();
    }

    async unblock(block) {
        await this.connectify.blocks.unblock(block.id);
        this.blocks = this.blocks.filter(other => other.id !== block.id);
        this.changed();
    }

    /** A chat is no more, or no longer one's own. */
    lost(room, text) {
        const isOpen = this.room === room;
        this.chats?.remove(room);

        if (isOpen) {
            this.dialog = null;
            this.open(null);
            this.toast(text);
        }
    }

    #signedIn() {
        this.notice = "";
        this.chats = new Chats(this);
        this.chats.start().then(() => this.#followAddress());
        this.connectify.blocks.list().then(blocks => {
            this.blocks = blocks;
            this.changed();
        }, () => {});
        this.changed();
    }

    #signedOut(notice) {
        this.chats?.stop();
        Object.assign(this, { chats: null, room: null, dialog: null, blocks: [], toasts: [], notice });
        history.replaceState(null, "", "#/");
        this.changed();
    }

    #followAddress() {
        if (!this.chats) {
            return;
        }

        const room = this.chats.find(location.hash.slice(2));

        if (room !== this.room) {
            this.room?.leave();
            this.room = room;
            this.chats.arrange();
            room?.enter();
        }

        this.changed();
    }
}

export const app = new App();
