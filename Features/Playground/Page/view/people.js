import { html, useEffect, useId, useState } from "../html.js";
import { app } from "../model/app.js";
import { nameOf } from "../model/words.js";
import { Icon } from "./icons.js";
import { Avatar, Typed } from "./parts.js";

const Pause = 200;

/**
 * Finds people of the organization by name. One of them is picked by a click; where several may be, each has a box.
 * @param picked those picked so far, or null where one click is all
 */
export function PeopleFinder({ organizationId, without = [], picked = null, onPick }) {
    const [search, setSearch] = useState("");
    const [found, setFound] = useState(null);
    const id = useId();

    useEffect(() => {
        let isStale = false;
        const timer = setTimeout(async () => {
            const page = await app.connectify.users
                .list(organizationId, { search: search.trim() || undefined, page_size: 50 })
                .catch(() => ({ results: [] }));

            if (!isStale) {
                setFound(page.results);
            }
        }, found === null ? 0 : Pause);

        return () => {
            isStale = true;
            clearTimeout(timer);
        };
    }, [search, organizationId]);

    const people = (found ?? []).filter(user => !without.includes(user.id) && user.is_active !== false);

    return html`
        <div class="search">
            <${Icon} name="search" />
            <input type="search" placeholder="Search people" aria-label="Search people" aria-controls=${id} autofocus value=${search}
                onInput=${event => setSearch(event.target.value)} />
        </div>
        ${picked?.length > 0 && html`
            <p class="picked" aria-label="Picked">${picked.map(user => html`
                <button key=${user.id} type="button" class="chip" aria-label=${`Remove ${nameOf(user)}`} onClick=${() => onPick(user)}>
                    <${Typed}>${nameOf(user)}<//><${Icon} name="close" />
                </button>`)}</p>`}
        <ul class="people" id=${id} aria-label="People">
            ${people.map(user => html`<li key=${user.id}><${Row} user=${user} picked=${picked} onPick=${onPick} /></li>`)}
        </ul>
        <p class="list-empty" role="status">${found !== null && people.length === 0 ? "Nobody of that name." : ""}</p>`;
}

const Row = ({ user, picked, onPick }) => {
    const isPicked = picked?.some(other => other.id === user.id) ?? false;

    return html`
        <button type="button" class="person" aria-pressed=${picked ? isPicked : undefined} onClick=${() => onPick(user)}>
            <${Person} user=${user} />
            ${picked && html`<span class="tick ${isPicked ? "on" : ""}">${isPicked && html`<${Icon} name="check" />`}</span>`}
        </button>`;
};

/** Somebody in a list. */
export const Person = ({ user, note }) => html`
    <${Avatar} user=${user} />
    <span class="person-name">
        <${Typed}>${nameOf(user)}<//>
        <small>${note ?? `@${user.username}`}</small>
    </span>`;
