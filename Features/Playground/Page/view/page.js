import { cloneElement, html, useEffect } from "../html.js";
import { app } from "../model/app.js";
import { useStore } from "../model/store.js";
import { Chat } from "./chat.js";
import { IconButton } from "./parts.js";
import { Icon } from "./icons.js";
import { Sidebar } from "./sidebar.js";
import { SignIn } from "./signin.js";

/** All of it. */
export function Page() {
    useStore(app);
    const unread = app.chats?.unread ?? 0;

    useEffect(() => {
        document.title = unread ? `(${unread}) Connectify` : "Connectify";
    }, [unread]);

    return html`
        ${app.chats ? html`<${Shell} />` : html`<${SignIn} />`}
        ${app.dialog && cloneElement(app.dialog)}
        <div class="toasts" role="status">
            ${app.toasts.map(toast => html`
                <div key=${toast.text} class="toast ${toast.tone}">
                    <span>${toast.text}</span>
                    <${IconButton} icon="close" label="Dismiss" onClick=${() => app.dismiss(toast)} />
                </div>`)}
        </div>
        <div class="unseen" role="log" aria-live="polite" aria-label="New messages"><p key=${app.heard}>${app.heard}</p></div>`;
}

const Shell = () => html`
    <main class="shell ${app.room ? "in-chat" : ""}">
        <h1 class="unseen">Connectify</h1>
        <${Sidebar} />
        <div class="pane">
            ${app.room ? html`<${Chat} key=${app.room.key} room=${app.room} />` : html`<${Nothing} />`}
        </div>
    </main>`;

const Nothing = () => html`
    <div class="nothing">
        <span class="nothing-mark"><${Icon} name="chats" /></span>
        <h2>Pick a chat</h2>
        <p>Or start a new one. To talk to yourself, open this page in a second window and sign in there as somebody else.</p>
    </div>`;
