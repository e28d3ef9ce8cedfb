import { html, useState } from "../html.js";
import { app } from "../model/app.js";
import { reasonOf } from "../model/words.js";
import { Dialog, Problem } from "./dialog.js";
import { PeopleFinder } from "./people.js";

/** Starts a conversation with somebody, or a group chat with several. */
export function NewChat() {
    const [isGroup, setGroup] = useState(false);

    return html`
        <${Dialog} title="New chat">
            <div class="tabs" role="group" aria-label="Kind of chat">
                <button type="button" aria-pressed=${!isGroup} onClick=${() => setGroup(false)}>Conversation</button>
                <button type="button" aria-pressed=${isGroup} onClick=${() => setGroup(true)}>Group chat</button>
            </div>
            ${isGroup ? html`<${NewGroup} />` : html`<${NewConversation} />`}
        <//>`;
}

function NewConversation() {
    const [problem, setProblem] = useState("");
    const organization_id = app.me.organization_id;

    const start = async user => {
        // There is one for a pair at a time.
        const known = app.chats.all.find(room => room.partner?.id === user.id && room.chat.organization_id === organization_id);

        try {
            opened(known ?? app.chats.add("conversation", await app.connectify.conversations.start({ participant_id: user.id, organization_id })));
        } catch (error) {
            const existing = error.problem?.conversation_id ?? error.conversation_id;

            if (existing) {
                opened(app.chats.add("conversation", await app.connectify.conversations.show(existing)));
            } else {
                setProblem(reasonOf(error));
            }
        }
    };

    return html`
        <${Problem} text=${problem} />
        <${PeopleFinder} organizationId=${organization_id} without=${[app.me.id]} onPick=${start} />`;
}

function NewGroup() {
    const [picked, setPicked] = useState([]);
    const [name, setName] = useState("");
    const [problem, setProblem] = useState("");
    const [isBusy, setBusy] = useState(false);

    const toggle = user => setPicked(picked.some(other => other.id === user.id) ? picked.filter(other => other.id !== user.id) : [...picked, user]);

    const create = async event => {
        event.preventDefault();
        setBusy(true);

        try {
            const group = await app.connectify.groupChats.create({
                name, organization_id: app.me.organization_id, member_ids: picked.map(user => user.id),
            });
            opened(app.chats.add("group_chat", group));
        } catch (error) {
            setProblem(reasonOf(error));
            setBusy(false);
        }
    };

    return html`
        <form class="fields grow" onSubmit=${create}>
            <label>Name<input value=${name} required maxlength="100" autocomplete="off" onInput=${event => setName(event.target.value)} /></label>
            <${PeopleFinder} organizationId=${app.me.organization_id} without=${[app.me.id]} picked=${picked} onPick=${toggle} />
            <${Problem} text=${problem} />
            <footer class="dialog-foot"><button class="button primary" disabled=${isBusy}>Create group chat</button></footer>
        </form>`;
}

function opened(room) {
    app.show(null);
    app.open(room);
}
