import { html, useId, useLayoutEffect, useRef, useState } from "../html.js";
import { app } from "../model/app.js";
import { reasonOf } from "../model/words.js";
import { IconButton } from "./parts.js";

const close = () => app.show(null);

/** A dialog over the page: it holds the focus, and closes by Esc or a click beside it. */
export function Dialog({ title, class: kind = "", children }) {
    const dialog = useRef();
    const id = useId();

    useLayoutEffect(() => {
        const opener = document.activeElement;
        dialog.current.showModal();

        return () => opener?.isConnected && opener.focus();
    }, []);

    return html`
        <dialog ref=${dialog} class="dialog ${kind}" aria-labelledby=${id} onClose=${close}
            onMouseDown=${event => event.target === dialog.current && close()}>
            <header class="dialog-head">
                <h2 id=${id}>${title}</h2>
                <${IconButton} icon="close" label="Close" onClick=${close} />
            </header>
            ${children}
        </dialog>`;
}

/** Asks before something that can't be undone. */
export function Confirm({ title, text, action, onConfirm }) {
    const { isBusy, error, run } = useAction(onConfirm);

    return html`
        <${Dialog} title=${title} class="narrow">
            <p class="dialog-text">${text}</p>
            <${Problem} text=${error} />
            <footer class="dialog-foot">
                <button type="button" class="button" onClick=${close}>Cancel</button>
                <button type="button" class="button danger" disabled=${isBusy} onClick=${run}>${action}</button>
            </footer>
        <//>`;
}

/** What went wrong, said as it appears. */
export const Problem = ({ text }) => html`<p class="problem" role="alert">${text}</p>`;

/** Something that a dialog does: once at a time, closing it when done, and saying why where it can't be done. */
export function useAction(action) {
    const [isBusy, setBusy] = useState(false);
    const [error, setError] = useState("");

    const run = async event => {
        event?.preventDefault();
        setBusy(true);
        setError("");

        try {
            await action();
            close();
        } catch (problem) {
            setError(reasonOf(problem));
            setBusy(false);
        }
    };

    return { isBusy, error, run, setError };
}
