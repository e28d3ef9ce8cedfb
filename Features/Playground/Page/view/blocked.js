import { html } from "../html.js";
import { app } from "../model/app.js";
import { Dialog } from "./dialog.js";
import { Person } from "./people.js";

/** Whom one blocks. */
export const BlockedPeople = () => html`
    <${Dialog} title="Blocked people">
        <p class="dialog-text">Who is blocked can't start a conversation with you, nor write to you in one.</p>
        <ul class="people">
            ${app.blocks.map(block => html`
                <li key=${block.id} class="person">
                    <${Person} user=${block.blocked} />
                    <button type="button" class="button small" onClick=${() => app.attempt(() => app.unblock(block))}>Unblock</button>
                </li>`)}
        </ul>
        ${app.blocks.length === 0 && html`<p class="list-empty">You block nobody.</p>`}
    <//>`;
