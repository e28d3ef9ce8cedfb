import { html } from "../html.js";
import { app } from "../model/app.js";
import { sizeOf } from "../model/words.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icons.js";
import { Typed } from "./parts.js";

const Largest = 320;

/** The files of a message: pictures to look at, films and sounds to play, the rest to download. */
export function Attachments({ room, message }) {
    const pictures = message.attachments.filter(isPicture);
    const others = message.attachments.filter(file => !isPicture(file));
    const renew = () => room.renew(message.id);

    return html`
        ${pictures.length > 0 && html`
            <div class="pictures ${pictures.length > 1 ? "many" : ""}">
                ${pictures.map(file => html`<${Picture} key=${file.id} file=${file} isAlone=${pictures.length === 1} renew=${renew} />`)}
            </div>`}
        ${others.map(file => (file.type === "video" ? html`<${Video} key=${file.id} file=${file} renew=${renew} />`
            : file.type === "audio" ? html`<${Audio} key=${file.id} file=${file} renew=${renew} />`
            : html`<${Download} key=${file.id} file=${file} />`))}`;
}

const isPicture = file => file.type === "image" && (file.thumbnail_url || file.width);

// Its room is kept before it is loaded, else everything below would move.
function Picture({ file, isAlone, renew }) {
    const scale = Math.min(1, Largest / Math.max(file.width ?? Largest, file.height ?? Largest));
    const size = isAlone && file.width ? { width: Math.round(file.width * scale), height: Math.round(file.height * scale) } : {};

    return html`
        <button type="button" class="picture" aria-label=${`Open the picture ${file.file_name}`} onClick=${() => app.show(html`<${Lightbox} file=${file} />`)}>
            <img src=${file.thumbnail_url ?? file.url} alt=${file.file_name} loading="lazy" decoding="async" onError=${renew} ...${size} />
        </button>`;
}

const Lightbox = ({ file }) => html`
    <${Dialog} title=${html`<${Typed}>${file.file_name}<//>`} class="lightbox">
        <img src=${file.url} alt=${file.file_name} />
        <footer class="dialog-foot"><a class="button" href=${file.url} download=${file.file_name}><${Icon} name="download" />Download ${sizeOf(file.size)}</a></footer>
    <//>`;

const Video = ({ file, renew }) => html`
    <figure class="player">
        <video src=${file.url} controls preload="metadata" aria-label=${file.file_name} onError=${renew}></video>
        <${Download} file=${file} />
    </figure>`;

const Audio = ({ file, renew }) => html`
    <figure class="player">
        <audio src=${file.url} controls preload="metadata" aria-label=${file.file_name} onError=${renew}></audio>
        <${Download} file=${file} />
    </figure>`;

const Download = ({ file }) => html`
    <a class="file" href=${file.url} download=${file.file_name}>
        <span class="file-icon"><${Icon} name="file" /></span>
        <span class="file-text"><span class="one-line"><${Typed}>${file.file_name}<//></span><small>${sizeOf(file.size)}</small></span>
        <${Icon} name="download" />
    </a>`;
