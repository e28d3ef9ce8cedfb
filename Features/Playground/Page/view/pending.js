import { html } from "../html.js";
import { app } from "../model/app.js";
import { reasonOf, sizeOf } from "../model/words.js";
import { Icon } from "./icons.js";
import { Text } from "./message.js";
import { Typed } from "./parts.js";

/** A message on its way: sending, waiting for a connection, or refused. */
export function Pending({ room, entry }) {
    const hasFailed = entry.state === "failed";
    const own = entry.socket ? room : room.uploads;
    const isLive = room.connection.state === "open";

    return html`
        <li class="message mine first last pending ${hasFailed ? "failed" : ""}">
            <div class="message-body">
                <div class="bubble">
                    ${entry.files?.map(file => html`<p key=${file.name} class="file"><span class="file-icon"><${Icon} name="file" /></span>
                        <span class="file-text"><span class="one-line"><${Typed}>${file.name}<//></span><small>${sizeOf(file.size)}</small></span></p>`)}
                    ${entry.content && html`<p class="text" dir="auto"><${Text} text=${entry.content} /></p>`}
                    ${entry.files && !hasFailed && html`
                        <div class="upload">
                            <progress max="1" value=${entry.progress} aria-label="Upload"></progress>
                            <span>${Math.round(entry.progress * 100)} %</span>
                            <button type="button" class="link" onClick=${() => room.uploads.cancel(entry.key)}>Cancel</button>
                        </div>`}
                    ${!hasFailed && html`<span class="stamp" role="status"><${Icon} name="clock" />${isLive || entry.files ? "Sending" : "Waiting for connection"}</span>`}
                </div>
                ${hasFailed && html`
                    <p class="refused" role="alert"><${Icon} name="alert" /><span>${typeof entry.error === "string" ? entry.error : reasonOf(entry.error)}</span>
                        <button type="button" class="link" onClick=${() => own.retry(entry.key)}>Retry</button>
                        <button type="button" class="link" onClick=${() => (entry.socket ? room.discard(entry.key) : room.uploads.cancel(entry.key))}>Discard</button>
                    </p>`}
            </div>
        </li>`;
}
