import { html, useEffect, useRef, useState } from "../html.js";
import { app } from "../model/app.js";
import { list, nameOf } from "../model/words.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Confirm } from "./dialog.js";
import { GroupDetails } from "./group.js";
import { Icon } from "./icons.js";
import { Avatar, IconButton, MenuItem, Popover, Typed } from "./parts.js";
import { Timeline } from "./timeline.js";

/** The chat that is shown. */
export function Chat({ room }) {
    const [isOver, setOver] = useState(false);
    const depth = useRef(0);

    // Somebody has come back to the window: what is shown is seen.
    useEffect(() => {
        const look = () => room.read();
        document.addEventListener("visibilitychange", look);

        return () => document.removeEventListener("visibilitychange", look);
    }, [room]);

    const drag = step => event => {
        if (event.dataTransfer?.types.includes("Files")) {
            event.preventDefault();
            depth.current += step;
            setOver(depth.current > 0);
        }
    };

    const drop = event => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        room.attach(event.dataTransfer.files);
    };

    return html`
        <section class="chat" aria-label=${room.title} onDragEnter=${drag(1)} onDragLeave=${drag(-1)} onDragOver=${drag(0)} onDrop=${drop}>
            <${Head} room=${room} />
            <${Connection} room=${room} />
            <${Timeline} room=${room} />
            <${Typing} room=${room} />
            <${Foot} room=${room} />
            ${isOver && html`<div class="drop"><${Icon} name="attach" /><p>Drop files to attach them</p></div>`}
        </section>`;
}

function Head({ room }) {
    return html`
        <header class="chat-head">
            <${IconButton} icon="back" label="Back to the chats" class="back" onClick=${() => app.open(null)} />
            <${Avatar} room=${room} />
            <div class="chat-title">
                <h2><${Typed}>${room.title}<//></h2>
                <p>${room.isGroup ? membersOf(room) : `@${room.partner.username}`}</p>
            </div>
            ${room.isGroup
                ? html`<${IconButton} icon="people" label="Members and settings" onClick=${() => app.show(html`<${GroupDetails} room=${room} />`)} />`
                : html`<${ConversationMenu} room=${room} />`}
        </header>`;
}

const membersOf = room => `${room.chat.member_count} ${room.chat.member_count === 1 ? "member" : "members"}`;

function ConversationMenu({ room }) {
    const block = app.isBlocked(room.partner.id, room.chat.organization_id);
    const name = nameOf(room.partner);

    return html`
        <${Popover} icon="more" label="What to do with this conversation" content=${close => html`
            <${MenuItem} icon="block" onClick=${() => { close(); app.attempt(() => (block ? app.unblock(block) : app.block(room.partner, room.chat.organization_id))); }}>
                ${block ? "Unblock" : "Block"} <${Typed}>${name}<//>
            <//>
            <${MenuItem} icon="trash" danger onClick=${() => { close(); app.show(html`<${DeleteConversation} room=${room} />`); }}>Delete conversation<//>`} />`;
}

const DeleteConversation = ({ room }) => html`
    <${Confirm} title="Delete this conversation?" text="It ends for both of you." action="Delete" onConfirm=${async () => {
        await app.connectify.conversations.delete(room.id);
        app.lost(room, "The conversation has been deleted.");
    }} />`;

function Typing({ room }) {
    const names = room.typists.map(typist => typist.username);

    return html`
        <p class="typing" role="status">
            ${names.length > 0 && html`
                <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
                <span>${names.length > 3 ? `${names.length} people are typing…` : `${list(names)} ${names.length === 1 ? "is" : "are"} typing…`}</span>`}
        </p>`;
}

function Foot({ room }) {
    const block = room.partner && app.isBlocked(room.partner.id, room.chat.organization_id);

    return block
        ? html`
            <div class="blocked">
                <span>You have blocked <${Typed}>${nameOf(room.partner)}<//>.</span>
                <button type="button" class="button small" onClick=${() => app.attempt(() => app.unblock(block))}>Unblock</button>
            </div>`
        : html`<${Composer} room=${room} />`;
}
