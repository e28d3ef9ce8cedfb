import { html, useEffect, useState } from "../html.js";
import { app } from "../model/app.js";
import { momentOf, reasonOf } from "../model/words.js";
import { Dialog, Problem } from "./dialog.js";
import { Person } from "./people.js";

/** Who has read a message, and when. */
export function Readers({ message }) {
    const [reads, setReads] = useState(null);
    const [problem, setProblem] = useState("");

    useEffect(() => {
        app.connectify.messages.reads(message.id, { page_size: 100 }).then(page => setReads(page.results), error => setProblem(reasonOf(error)));
    }, [message.id]);

    return html`
        <${Dialog} title="Read by">
            <${Problem} text=${problem} />
            <ul class="people" aria-label="Readers">
                ${reads?.map(read => html`<li key=${read.id} class="person"><${Person} user=${read} note=${momentOf(read.read_at)} /></li>`)}
            </ul>
            ${reads?.length === 0 && html`<p class="list-empty">Nobody yet.</p>`}
        <//>`;
}
