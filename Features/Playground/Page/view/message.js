import { Component, html } from "../html.js";
import { app } from "../model/app.js";
import { isEmojiOnly, linksIn } from "../model/links.js";
import { briefOf, list, momentOf, nameOf, timeOf } from "../model/words.js";
import { Attachments } from "./attachments.js";
import { Confirm } from "./dialog.js";
import { Emoji } from "./emoji.js";
import { Icon } from "./icons.js";
import { Avatar, IconButton, MenuItem, Popover, Typed } from "./parts.js";
import { Readers } from "./readers.js";

/** A message. Drawn anew only where it has changed: there may be hundreds. */
export class Message extends Component {
    shouldComponentUpdate(next) {
        return ["message", "isFirst", "isLast", "isFlashed"].some(name => next[name] !== this.props[name]);
    }

    render({ room, message, isGroup, isFirst, isLast, isFlashed, jump }) {
        const isMine = message.sender_id === app.me.id;
        const shape = `${isMine ? "mine" : "theirs"}${isFirst ? " first" : ""}${isLast ? " last" : ""}${isFlashed ? " flashed" : ""}`;

        return html`
            <li id=${`message-${message.id}`} class="message ${shape}" tabIndex="-1" aria-label=${labelOf(message, isMine)}>
                ${isGroup && !isMine && html`<span class="message-avatar">${isLast && html`<${Avatar} user=${message.sender} size="s" />`}</span>`}
                <div class="message-body">
                    ${isGroup && !isMine && isFirst && html`<strong class=${`message-name name-${message.sender_id % 8}`}><${Typed}>${nameOf(message.sender)}<//></strong>`}
                    ${message.is_deleted ? html`<${Tombstone} message=${message} />` : html`<${Bubble} room=${room} message=${message} isMine=${isMine} jump=${jump} />`}
                    <${Reactions} room=${room} message=${message} />
                </div>
                ${!message.is_deleted && html`<${Tools} room=${room} message=${message} isMine=${isMine} />`}
            </li>`;
    }
}

const labelOf = (message, isMine) =>
    `${isMine ? "You" : nameOf(message.sender)}, ${timeOf(message.created_at)}: ${briefOf(message)}`;

const Tombstone = ({ message }) => html`
    <div class="bubble tombstone"><p>Message deleted</p><${Stamp} message=${message} /></div>`;

function Bubble({ room, message, isMine, jump }) {
    const kind = message.attachments.length > 0 ? "with-files" : isEmojiOnly(message.content) && !message.replied_message ? "big" : "";

    return html`
        <div class="bubble ${kind}">
            ${message.replied_message && html`<${Quote} message=${message.replied_message} onClick=${() => jump(message.reply_to)} />`}
            ${message.attachments.length > 0 && html`<${Attachments} room=${room} message=${message} />`}
            ${message.content && html`<p class="text" dir="auto"><${Text} text=${message.content} /></p>`}
            <${Stamp} message=${message} isMine=${isMine} />
        </div>`;
}

/** A text in which addresses can be opened; everything else of it is only text. */
export const Text = ({ text }) => linksIn(text).map(piece => (typeof piece === "string"
    ? piece
    : html`<a href=${piece.url} target="_blank" rel="noopener noreferrer nofollow">${piece.text}</a>`));

/** What a message answers. */
export const Quote = ({ message, onClick }) => html`
    <button type="button" class="quote" onClick=${onClick}>
        <span class="unseen">In reply to </span><strong><${Typed}>${message.sender_username}<//></strong>
        <span class="one-line"><${Typed}>${message.is_deleted ? "Message deleted" : message.content || "File"}<//></span>
    </button>`;

function Stamp({ message, isMine }) {
    return html`
        <span class="stamp">
            ${message.is_edited && !message.is_deleted && html`<span title=${momentOf(message.edited_at)}>edited</span>`}
            <time dateTime=${message.created_at} title=${momentOf(message.created_at)}>${timeOf(message.created_at)}</time>
            ${isMine && html`<span class="ticks ${message.read_count > 0 ? "read" : ""}" role="img" aria-label=${readOf(message)} title=${readOf(message)}>
                <${Icon} name=${message.read_count > 0 ? "checks" : "check"} />
            </span>`}
        </span>`;
}

const readOf = message => (!message.read_count ? "Sent" : message.group_chat_id ? `Read by ${message.read_count}` : "Read");

function Reactions({ room, message }) {
    const byEmoji = Map.groupBy(message.reactions, reaction => reaction.emoji);

    return byEmoji.size > 0 && html`
        <ul class="reactions" aria-label="Reactions">
            ${[...byEmoji].map(([emoji, reactions]) => {
                const isMine = reactions.some(reaction => reaction.user_id === app.me.id);
                const names = list(reactions.map(reaction => (reaction.user_id === app.me.id ? "you" : reaction.username)));

                return html`
                    <li key=${emoji}><button type="button" class="reaction" aria-pressed=${isMine} title=${names}
                        onClick=${() => app.attempt(() => room.toggleReaction(message, emoji))}>
                        <span class="reaction-emoji"><${Typed}>${emoji}<//></span><span>${reactions.length}</span><span class="unseen"> by ${names}</span>
                    </button></li>`;
            })}
        </ul>`;
}

function Tools({ room, message, isMine }) {
    const answer = () => {
        Object.assign(room.draft, { replyTo: message, editing: null });
        app.changed();
        document.getElementById("writing")?.focus();
    };
    const choose = (close, action) => () => {
        close();
        action();
    };
    const edit = () => {
        Object.assign(room.draft, { replyTo: null, editing: message, text: message.content });
        app.changed();
        requestAnimationFrame(() => document.getElementById("writing")?.focus());
    };

    return html`
        <div class="tools" role="group" aria-label="What to do with this message">
            <${Popover} icon="smile" label="React" role="dialog" tabIndex="-1" content=${close => html`
                <${Emoji} onPick=${emoji => { close(); app.attempt(() => room.toggleReaction(message, emoji)); }} />`} />
            <${IconButton} icon="reply" label="Reply" tabIndex="-1" onClick=${answer} />
            <${Popover} icon="more" label="More" tabIndex="-1" content=${close => html`
                ${message.content && html`<${MenuItem} icon="copy" onClick=${choose(close, () => navigator.clipboard?.writeText(message.content).catch(() => {}))}>Copy text<//>`}
                <${MenuItem} icon="eye" onClick=${choose(close, () => app.show(html`<${Readers} message=${message} />`))}>Read by ${message.read_count}<//>
                ${isMine && html`
                    <${MenuItem} icon="edit" onClick=${choose(close, edit)}>Edit<//>
                    <${MenuItem} icon="trash" danger onClick=${choose(close, () => app.show(html`<${Delete} room=${room} message=${message} />`))}>Delete<//>`}`} />
        </div>`;
}

const Delete = ({ room, message }) => html`
    <${Confirm} title="Delete this message?" text="Nobody will see it any more." action="Delete" onConfirm=${() => room.remove(message)} />`;
