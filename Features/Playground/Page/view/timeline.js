import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { app } from "../model/app.js";
import { dayOf, isSameDay } from "../model/words.js";
import { Icon } from "./icons.js";
import { Message } from "./message.js";
import { Pending } from "./pending.js";
import { Typed } from "./parts.js";

const Near = 80;
const LoadAhead = 600;
const TogetherFor = 5 * 60 * 1000;
const FlashTime = 1_600;
const Reduced = matchMedia("(prefers-reduced-motion: reduce)");

/** The messages of a chat, and those on their way. Older ones come as one scrolls to them. */
export function Timeline({ room }) {
    const scroller = useRef();
    const anchor = useRef(null);
    const [flashed, setFlashed] = useState(null);
    const { timeline } = room;
    const pending = [...room.outbox.map(entry => ({ ...entry, socket: true })), ...room.uploads.entries];
    const sent = new Set(timeline.messages.filter(message => message.sender_id === app.me.id).map(message => message.client_message_id));
    const waiting = pending.filter(entry => !sent.has(entry.key));
    const last = waiting.at(-1)?.key ?? timeline.newest?.id;

    const toEnd = () => {
        scroller.current.scrollTop = scroller.current.scrollHeight;
    };

    const scrolled = () => {
        const { scrollTop, scrollHeight, clientHeight } = scroller.current;
        const isAtEnd = scrollHeight - scrollTop - clientHeight < Near;

        if (isAtEnd !== room.isAtEnd) {
            room.isAtEnd = isAtEnd;
            app.changed();
        }

        if (isAtEnd) {
            room.arrived = 0;
            room.read();
        }

        if (scrollTop < LoadAhead && timeline.isLoaded) {
            room.loadOlder().catch(() => {});
        }
    };

    // What is written oneself is looked at.
    useLayoutEffect(() => {
        if (waiting.length) {
            toEnd();
        }
    }, [waiting.length]);

    // At the end, it stays there. Elsewhere what one looks at stays where it is, whatever is put before it.
    useLayoutEffect(() => {
        if (room.isAtEnd) {
            toEnd();
        } else if (anchor.current?.element.isConnected) {
            scroller.current.scrollTop += anchor.current.element.getBoundingClientRect().top - anchor.current.top;
        }

        anchor.current = null;
    });

    useLayoutEffect(() => {
        const stay = new ResizeObserver(() => room.isAtEnd && toEnd());
        stay.observe(scroller.current);
        stay.observe(scroller.current.firstElementChild);

        return () => stay.disconnect();
    }, [room]);

    useEffect(() => {
        if (timeline.isLoaded) {
            scrolled();
        }
    }, [timeline.isLoaded, timeline.messages[0]?.id]);

    anchor.current = scroller.current && !room.isAtEnd ? topmost(scroller.current) : null;

    const jump = async id => {
        if (!(await room.reach(id).catch(() => false))) {
            return;
        }

        room.isAtEnd = false;
        setFlashed(id);
        setTimeout(() => setFlashed(null), FlashTime);
        requestAnimationFrame(() => {
            const element = document.getElementById(`message-${id}`);
            element?.scrollIntoView({ block: "center", behavior: Reduced.matches ? "auto" : "smooth" });
            element?.focus({ preventScroll: true });
        });
    };

    return html`
        <div class="timeline-frame">
            <div class="timeline" ref=${scroller} tabIndex="0" role="region" aria-label="Messages" onScroll=${scrolled} onKeyDown=${step}>
                <ol class="messages" aria-busy=${!timeline.isLoaded}>
                    ${timeline.isLoaded && !timeline.hasOlder && html`<li key="start" class="start"><span>This is the beginning of ${room.isGroup ? "the group chat" : "your conversation with"} <${Typed}>${room.title}<//></span></li>`}
                    ${(timeline.hasOlder || !timeline.isLoaded) && html`<li key="older" class="older"><span class="spinner"></span><span class="unseen">Loading messages</span></li>`}
                    ${rowsOf(room, flashed, jump)}
                    ${waiting.map(entry => html`<${Pending} key=${entry.key} room=${room} entry=${entry} />`)}
                </ol>
            </div>
            ${!room.isAtEnd && timeline.isLoaded && html`
                <button type="button" class="to-end" onClick=${() => { room.isAtEnd = true; room.arrived = 0; toEnd(); app.changed(); room.read(); }}>
                    <${Icon} name="down" /><span class=${room.arrived ? "" : "unseen"}>${room.arrived ? `${room.arrived} new` : "Jump to the newest message"}</span>
                </button>`}
        </div>`;
}

function rowsOf(room, flashed, jump) {
    const { messages } = room.timeline;

    return messages.flatMap((message, place) => {
        const before = messages[place - 1];
        const after = messages[place + 1];
        const isNewDay = !before || !isSameDay(before.created_at, message.created_at);
        const isNew = message.id === room.firstUnread;

        return [
            isNewDay && html`<li key=${`day-${message.id}`} class="day"><span>${dayOf(message.created_at)}</span></li>`,
            isNew && html`<li key="new" class="new"><span>New messages</span></li>`,
            html`<${Message} key=${message.id} room=${room} message=${message} isGroup=${room.isGroup} jump=${jump}
                isFirst=${isNewDay || isNew || !areTogether(before, message)}
                isLast=${!after || !areTogether(message, after) || !isSameDay(message.created_at, after.created_at) || after.id === room.firstUnread}
                isFlashed=${flashed === message.id} />`,
        ];
    });
}

const areTogether = (one, other) =>
    one.sender_id === other.sender_id && Date.parse(other.created_at) - Date.parse(one.created_at) < TogetherFor;

/** The first message that is on the screen, and where. */
function topmost(scroller) {
    const edge = scroller.getBoundingClientRect().top;

    for (const element of scroller.querySelectorAll(".message")) {
        const { top, bottom } = element.getBoundingClientRect();

        if (bottom > edge) {
            return { element, top };
        }
    }

    return null;
}

/** The arrow keys go from message to message, and from button to button of one. */
function step(event) {
    const message = event.target.closest(".message");
    const buttons = [...message?.querySelectorAll(".tools button") ?? []];
    const all = [...event.currentTarget.querySelectorAll(".message")];
    const to = {
        ArrowUp: () => (message ? all[all.indexOf(message) - 1] : all.at(-1)),
        ArrowDown: () => message && all[all.indexOf(message) + 1],
        ArrowRight: () => buttons[buttons.indexOf(event.target) + 1],
        ArrowLeft: () => buttons[buttons.indexOf(event.target) - 1] ?? message,
        Enter: () => event.target === message && buttons[0],
        Escape: () => event.target !== message && message,
    }[event.key]?.();

    if (to && !event.target.closest("[popover], input, textarea, video, audio")) {
        event.preventDefault();
        to.focus();
        to.scrollIntoView({ block: "nearest" });
    }
}
