import { html, useEffect, useState } from "../html.js";
import { app } from "../model/app.js";
import { Icon } from "./icons.js";

// A moment without a connection is not worth a word.
const Patience = 800;
const GoodNews = 2_500;

/** Whether what is shown is live; says nothing as long as it is. */
export function Connection({ room }) {
    const { state, retryIn, since } = room.connection;
    const [now, setNow] = useState(Date.now());
    const [wasLost, setLost] = useState(false);
    const isOpen = state === "open";
    const age = now - (since ?? now);

    useEffect(() => {
        setNow(Date.now());

        if (state === "waiting" || state === "closed") {
            setLost(true);
        }

        const timer = setInterval(() => setNow(Date.now()), 250);

        return () => clearInterval(timer);
    }, [state, since]);

    useEffect(() => {
        const timer = isOpen && wasLost && setTimeout(() => setLost(false), GoodNews);

        return () => clearTimeout(timer);
    }, [isOpen, wasLost]);

    return html`
        <div class="connection" role="status" data-state=${state}>
            ${isOpen && wasLost && html`<p class="good"><${Icon} name="check" />Connected again</p>`}
            ${state === "connecting" && (wasLost || age > Patience) && html`<p><span class="spinner"></span>Connecting…</p>`}
            ${state === "waiting" && html`
                <p class="bad"><${Icon} name="alert" />
                    <span>Offline. ${trying(retryIn, age)}</span>
                    <button type="button" class="link" onClick=${() => room.hurry()}>Try now</button>
                </p>`}
            ${state === "closed" && app.room === room && html`<p class="bad"><${Icon} name="alert" />Not connected. ${room.connection.reason}</p>`}
        </div>`;
}

function trying(retryIn, age) {
    const seconds = Math.ceil(((retryIn ?? 0) - age) / 1000);

    return seconds > 0 ? `Trying again in ${seconds} s.` : "Trying again…";
}
