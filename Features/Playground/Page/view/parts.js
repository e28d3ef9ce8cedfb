// Small things that many views use.
import { html, useLayoutEffect, useRef, useState } from "../html.js";
import { nameOf } from "../model/words.js";
import { Icon } from "./icons.js";

const Tints = 8;
const segments = new Intl.Segmenter();
const first = text => [...segments.segment(text)][0]?.segment ?? "";

function initialsOf(name) {
    const words = name.trim().split(/[\s._-]+/u).filter(Boolean);

    return (words.length > 1 ? first(words[0]) + first(words[1]) : first(name.trim())).toUpperCase();
}

/** A picture of somebody or of a group; initials where there is none. Pictures that lie elsewhere are not opened. */
export function Avatar({ user, room, size = "m" }) {
    const image = room?.isGroup ? room.chat.avatar : null;
    const person = user ?? room?.partner;
    const name = person ? nameOf(person) : room.title;
    const tint = (person?.id ?? room.id) % Tints;

    return image
        ? html`<img class="avatar avatar-${size}" src=${image} alt="" />`
        : html`<span class="avatar avatar-${size} tint-${tint}" aria-hidden="true">${room?.isGroup && !person ? initialsOf(name) || html`<${Icon} name="people" />` : initialsOf(name)}</span>`;
}

/** A button that shows an icon, and says what it does. */
export const IconButton = ({ icon, label, class: kind = "", ...rest }) => html`
    <button type="button" class="icon-button ${kind}" aria-label=${label} title=${label} ...${rest}><${Icon} name=${icon} /></button>`;

/** A text that somebody typed, kept from turning the direction of what stands around it. */
export const Typed = ({ children, class: kind }) => html`<bdi class=${kind}>${children}</bdi>`;

/** A button, and what it opens over everything else: closed by Esc, by a click elsewhere, and by choosing. */
export function Popover({ icon, label, class: kind = "", content, role = "menu", tabIndex }) {
    const [isOpen, setOpen] = useState(false);
    const button = useRef();
    const panel = useRef();

    useLayoutEffect(() => {
        if (isOpen) {
            panel.current.showPopover();
            place(panel.current, button.current);
            panel.current.querySelector("button")?.focus();
        }
    }, [isOpen]);

    const toggle = event => {
        if (event.newState === "closed") {
            setOpen(false);
        }
    };

    const close = () => panel.current?.hidePopover();

    return html`
        <button ref=${button} type="button" class="icon-button ${kind}" aria-label=${label} title=${label} tabIndex=${tabIndex}
            aria-haspopup=${role} aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}><${Icon} name=${icon} /></button>
        ${isOpen && html`
            <div ref=${panel} popover="auto" class="popover" role=${role} aria-label=${label} onToggle=${toggle} onKeyDown=${moveFocus}>
                ${content(close)}
            </div>`}`;
}

/** A line of a menu. */
export const MenuItem = ({ icon, danger, onClick, children }) => html`
    <button type="button" role="menuitem" class="menu-item ${danger ? "danger" : ""}" onClick=${onClick}>
        <${Icon} name=${icon} /><span>${children}</span>
    </button>`;

/** The arrow keys go from button to button. */
export function moveFocus(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const all = [...event.currentTarget.querySelectorAll("button:not([disabled])")];
    const place = all.indexOf(document.activeElement);

    if (step && all.length) {
        event.preventDefault();
        all[(place + step + all.length) % all.length].focus();
    } else if (event.key === "Home" || event.key === "End") {
        event.preventDefault();
        all.at(event.key === "Home" ? 0 : -1)?.focus();
    }
}

// Below the button or above it, whole on the screen.
function place(panel, button) {
    const from = button.getBoundingClientRect();
    const { width, height } = panel.getBoundingClientRect();
    const left = Math.max(8, Math.min(from.right - width, innerWidth - width - 8));
    const below = from.bottom + 6;
    panel.style.left = `${Math.max(left, 8)}px`;
    panel.style.top = `${below + height < innerHeight - 8 ? below : Math.max(8, from.top - height - 6)}px`;
}
