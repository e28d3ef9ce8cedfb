import { html, useRef, useState } from "../html.js";
import { app } from "../model/app.js";
import { isDark, toggleTheme } from "../model/theme.js";
import { agoOf, briefOf, momentOf, nameOf } from "../model/words.js";
import { BlockedPeople } from "./blocked.js";
import { Icon } from "./icons.js";
import { NewChat } from "./newchat.js";
import { Avatar, IconButton, MenuItem, Popover, Typed } from "./parts.js";

/** One's chats, and oneself. */
export function Sidebar() {
    const [search, setSearch] = useState("");
    const list = useRef();
    const wanted = search.trim().toLowerCase();
    const rooms = app.chats.all.filter(room => room.title.toLowerCase().includes(wanted));

    // The arrow keys go through the list; from the search, into it.
    const move = event => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const all = [...list.current.querySelectorAll(".chat-item")];

        if (step && all.length) {
            event.preventDefault();
            const place = all.indexOf(document.activeElement);
            all[place < 0 ? 0 : Math.min(Math.max(place + step, 0), all.length - 1)].focus();
        }
    };

    return html`
        <nav class="sidebar" aria-label="Chats">
            <header class="sidebar-head">
                <h2>Chats</h2>
                <${IconButton} icon="compose" label="New chat" onClick=${() => app.show(html`<${NewChat} />`)} />
                <${Me} />
            </header>
            <div class="search">
                <${Icon} name="search" />
                <input type="search" placeholder="Search chats" aria-label="Search chats" value=${search}
                    onInput=${event => setSearch(event.target.value)} onKeyDown=${move} />
            </div>
            <ul class="chat-list" ref=${list} onKeyDown=${move}>
                ${rooms.map(room => html`<${ChatItem} key=${room.key} room=${room} />`)}
                ${app.chats.hasMore && html`<li><button type="button" class="button quiet wide" onClick=${() => app.chats.showMore()}>Show more</button></li>`}
            </ul>
            ${app.chats.isLoaded && rooms.length === 0 && html`<p class="list-empty">${wanted ? "No chat of that name." : "No chats yet."}</p>`}
            ${!wanted && app.chats.isLoaded && rooms.length === 0 && html`
                <button type="button" class="button primary list-start" onClick=${() => app.show(html`<${NewChat} />`)}>Start a chat</button>`}
        </nav>`;
}

function ChatItem({ room }) {
    const { last_message: last, unread_count: unread } = room.chat;
    const isOpen = app.room === room;
    const typists = room.typists;

    return html`
        <li><button type="button" class="chat-item" aria-current=${isOpen ? "true" : undefined} onClick=${() => app.open(room)}>
            <${Avatar} room=${room} size="l" />
            <span class="chat-item-text">
                <span class="chat-item-line">
                    <strong class="chat-item-name"><${Typed}>${room.title}<//></strong>
                    ${last && html`<time dateTime=${last.created_at} title=${momentOf(last.created_at)}>${agoOf(last.created_at)}</time>`}
                </span>
                <span class="chat-item-line">
                    <span class="chat-item-brief">
                        ${typists.length > 0 ? html`<em class="is-typing">typing…</em>` : last
                            ? html`${authorOf(room, last)}<${Typed}>${briefOf(last)}<//>`
                            : html`<em>No messages yet</em>`}
                    </span>
                    ${unread > 0 && html`<span class="badge"><span aria-hidden="true">${unread > 99 ? "99+" : unread}</span><span class="unseen">${unread} unread</span></span>`}
                </span>
            </span>
        </button></li>`;
}

const authorOf = (room, message) =>
    message.sender_id === app.me.id ? "You: " : room.isGroup ? html`<${Typed}>${nameOf(message.sender)}<//>: ` : "";

function Me() {
    const dark = isDark();
    const choose = (close, action) => () => {
        close();
        action();
    };

    return html`
        <${Popover} icon="person" label=${`Account of ${app.me.username}`} content=${close => html`
            <p class="menu-head"><${Avatar} user=${app.me} size="s" /><span><${Typed}>${nameOf(app.me)}<//><small>@${app.me.username}</small></span></p>
            <${MenuItem} icon=${dark ? "sun" : "moon"} onClick=${choose(close, () => { toggleTheme(); app.changed(); })}>${dark ? "Light" : "Dark"} appearance<//>
            <${MenuItem} icon="block" onClick=${choose(close, () => app.show(html`<${BlockedPeople} />`))}>Blocked people<//>
            <${MenuItem} icon="exit" onClick=${choose(close, () => app.logOut())}>Sign out<//>`} />`;
}
