import { html, useEffect, useLayoutEffect, useMemo, useRef } from "../html.js";
import { app } from "../model/app.js";
import { briefOf, nameOf, sizeOf } from "../model/words.js";
import { Emoji } from "./emoji.js";
import { Icon } from "./icons.js";
import { IconButton, Popover, Typed } from "./parts.js";

const Tallest = 180;

/** Where one writes. What is written stays with its chat while one looks at another. */
export function Composer({ room }) {
    const { draft } = room;
    const field = useRef();
    const picker = useRef();

    // On a phone the keyboard would hide what one has come to read.
    useEffect(() => {
        if (matchMedia("(min-width: 48rem)").matches) {
            field.current.focus();
        }
    }, [room]);

    useLayoutEffect(() => {
        field.current.style.height = "auto";
        field.current.style.height = `${Math.min(field.current.scrollHeight, Tallest)}px`;
    }, [draft.text]);

    const change = changes => {
        Object.assign(draft, changes);
        app.changed();
    };

    const reset = () => change({ text: "", replyTo: null, editing: null, files: [] });

    const submit = event => {
        event?.preventDefault();
        const text = draft.text.trim();
        const { editing, replyTo, files } = draft;

        if (editing) {
            if (text && text !== editing.content) {
                app.attempt(() => room.edit(editing, text));
            }
        } else if (files.length) {
            room.isAtEnd = true;
            room.uploads.send(text, replyTo, files);
        } else if (text) {
            room.isAtEnd = true;
            room.send(text, replyTo?.id);
        } else {
            return;
        }

        reset();
        field.current.focus();
    };

    const key = event => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            submit(event);
        } else if (event.key === "Escape" && (draft.editing || draft.replyTo)) {
            event.preventDefault();
            change({ replyTo: null, editing: null, text: draft.editing ? "" : draft.text });
        } else if (event.key === "ArrowUp" && !draft.text && !draft.editing) {
            const mine = room.timeline.messages.findLast(message => message.sender_id === app.me.id && !message.is_deleted && message.content);

            if (mine) {
                event.preventDefault();
                change({ editing: mine, replyTo: null, text: mine.content });
            }
        }
    };

    const paste = event => {
        if (event.clipboardData.files.length) {
            event.preventDefault();
            room.attach(event.clipboardData.files);
        }
    };

    const insert = emoji => {
        const at = field.current.selectionStart ?? draft.text.length;
        change({ text: draft.text.slice(0, at) + emoji + draft.text.slice(field.current.selectionEnd ?? at) });
        field.current.focus();
    };

    return html`
        <form class="composer" onSubmit=${submit} aria-label="Write a message">
            ${draft.editing && html`<${Above} icon="edit" title="Edit message" text=${draft.editing.content} onClose=${() => change({ editing: null, text: "" })} />`}
            ${draft.replyTo && html`<${Above} icon="reply" title=${`Reply to ${nameOf(draft.replyTo.sender)}`} text=${briefOf(draft.replyTo)} onClose=${() => change({ replyTo: null })} />`}
            ${draft.files.length > 0 && html`<${Files} files=${draft.files} onRemove=${file => change({ files: draft.files.filter(other => other !== file) })} />`}
            <div class="composer-line">
                <${IconButton} icon="attach" label="Attach files" disabled=${draft.editing !== null} onClick=${() => picker.current.click()} />
                <input ref=${picker} type="file" multiple class="unseen" tabIndex="-1" aria-label="Files to attach"
                    onChange=${event => { room.attach(event.target.files); event.target.value = ""; }} />
                <textarea id="writing" ref=${field} rows="1" placeholder="Message" aria-label=${`Message to ${room.title}`} dir="auto" value=${draft.text}
                    onInput=${event => { change({ text: event.target.value }); event.target.value && !draft.editing && room.typing(); }}
                    onKeyDown=${key} onPaste=${paste}></textarea>
                <${Popover} icon="smile" label="Emoji" role="dialog" content=${close => html`<${Emoji} onPick=${emoji => { close(); insert(emoji); }} />`} />
                <button class="send" aria-label=${draft.editing ? "Save" : "Send"} title=${draft.editing ? "Save" : "Send"} disabled=${!draft.text.trim() && !draft.files.length}>
                    <${Icon} name=${draft.editing ? "check" : "send"} />
                </button>
            </div>
        </form>`;
}

const Above = ({ icon, title, text, onClose }) => html`
    <div class="above">
        <${Icon} name=${icon} />
        <p><strong><${Typed}>${title}<//></strong><span class="one-line"><${Typed}>${text}<//></span></p>
        <${IconButton} icon="close" label="Cancel" onClick=${onClose} />
    </div>`;

const Files = ({ files, onRemove }) => html`
    <ul class="chosen" aria-label="Files to be sent">
        ${files.map(file => html`<li key=${`${file.name} ${file.size} ${file.lastModified}`}>
            <${Preview} file=${file} />
            <span class="chosen-text"><span class="one-line"><${Typed}>${file.name}<//></span><small>${sizeOf(file.size)}</small></span>
            <${IconButton} icon="close" label=${`Remove ${file.name}`} onClick=${() => onRemove(file)} />
        </li>`)}
    </ul>`;

function Preview({ file }) {
    const isPicture = /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type);
    const url = useMemo(() => (isPicture ? URL.createObjectURL(file) : null), [file]);
    useEffect(() => () => url && URL.revokeObjectURL(url), [url]);

    return url ? html`<img src=${url} alt="" />` : html`<span class="file-icon"><${Icon} name="file" /></span>`;
}
