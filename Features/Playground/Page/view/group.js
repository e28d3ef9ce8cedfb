import { html, useRef, useState } from "../html.js";
import { app } from "../model/app.js";
import { nameOf, reasonOf } from "../model/words.js";
import { Confirm, Dialog, Problem, useAction } from "./dialog.js";
import { Icon } from "./icons.js";
import { Avatar, MenuItem, Popover, Typed } from "./parts.js";
import { PeopleFinder, Person } from "./people.js";

/** A group chat: what it is called and who is in it; its admins change both. */
export function GroupDetails({ room }) {
    const members = room.members ?? [];
    const [problem, setProblem] = useState("");

    const run = async action => {
        setProblem("");

        try {
            const chat = await action();
            chat?.id === room.id && room.take(chat);
            await room.fetchMembers();
        } catch (error) {
            setProblem(reasonOf(error));
        }
    };

    return html`
        <${Dialog} title="Group chat">
            <${About} room=${room} run=${run} />
            <${Problem} text=${problem} />
            <div class="section-head">
                <h3>${members.length} ${members.length === 1 ? "member" : "members"}</h3>
                ${room.isAdmin && html`<button type="button" class="button small" onClick=${() => app.show(html`<${AddMembers} room=${room} />`)}><${Icon} name="plus" />Add members</button>`}
            </div>
            <ul class="people" aria-label="Members">
                ${members.map(member => html`<li key=${member.id} class="person"><${Member} room=${room} member=${member} run=${run} /></li>`)}
            </ul>
            <footer class="dialog-foot spread">
                <button type="button" class="button danger-quiet" onClick=${() => app.show(html`<${Leave} room=${room} />`)}>Leave</button>
                ${room.isAdmin && html`<button type="button" class="button danger-quiet" onClick=${() => app.show(html`<${Delete} room=${room} />`)}>Delete group chat</button>`}
            </footer>
        <//>`;
}

function About({ room, run }) {
    const [isEditing, setEditing] = useState(false);
    const picker = useRef();
    const changeAvatar = event => {
        const [avatar] = event.target.files;
        event.target.value = "";

        if (avatar) {
            run(() => {
                const form = new FormData();
                form.append("avatar", avatar);

                return app.connectify.groupChats.update(room.id, form);
            });
        }
    };

    const save = event => {
        event.preventDefault();
        const body = Object.fromEntries(new FormData(event.currentTarget));
        setEditing(false);
        run(() => app.connectify.groupChats.update(room.id, body));
    };

    return isEditing
        ? html`
            <form class="fields" onSubmit=${save}>
                <label>Name<input name="name" required maxlength="100" autofocus defaultValue=${room.chat.name} autocomplete="off" /></label>
                <label>Description<textarea name="description" rows="3" maxlength="1000" defaultValue=${room.chat.description}></textarea></label>
                <div class="dialog-foot">
                    <button type="button" class="button" onClick=${() => setEditing(false)}>Cancel</button>
                    <button class="button primary">Save</button>
                </div>
            </form>`
        : html`
            <div class="about">
                <${Avatar} room=${room} size="xl" />
                <div class="about-text">
                    <strong><${Typed}>${room.chat.name}<//></strong>
                    <p><${Typed}>${room.chat.description || "No description"}<//></p>
                    ${room.isAdmin && html`
                        <p class="about-actions">
                            <button type="button" class="button small" onClick=${() => setEditing(true)}><${Icon} name="edit" />Edit</button>
                            <button type="button" class="button small" onClick=${() => picker.current.click()}><${Icon} name="attach" />Picture</button>
                            <input ref=${picker} type="file" accept="image/*" class="unseen" tabIndex="-1" aria-label="Picture of the group chat" onChange=${changeAvatar} />
                        </p>`}
                </div>
            </div>`;
}

function Member({ room, member, run }) {
    const { groupChats } = app.connectify;
    const isMe = member.id === app.me.id;
    const isAdmin = member.role === "admin";

    return html`
        <${Person} user=${member} note=${isMe ? "You" : `@${member.username}`} />
        ${isAdmin && html`<span class="tag"><${Icon} name="star" />admin</span>`}
        ${room.isAdmin && html`
            <${Popover} icon="more" label=${`What to do with ${nameOf(member)}`} content=${close => html`
                <${MenuItem} icon="star" onClick=${() => { close(); run(async () => void await groupChats.changeRole(room.id, member.id, isAdmin ? "member" : "admin")); }}>
                    ${isAdmin ? "Make a member" : "Make an admin"}
                <//>
                ${!isMe && html`
                    <${MenuItem} icon="trash" danger onClick=${() => { close(); run(() => groupChats.removeMember(room.id, member.id)); }}>Remove<//>`}`} />`}`;
}

function AddMembers({ room }) {
    const [picked, setPicked] = useState([]);
    const { isBusy, error, run } = useAction(async () => {
        await app.connectify.groupChats.addMembers(room.id, picked.map(user => user.id));
        await room.fetchMembers();
    });
    const toggle = user => setPicked(picked.some(other => other.id === user.id) ? picked.filter(other => other.id !== user.id) : [...picked, user]);

    return html`
        <${Dialog} title="Add members">
            <${PeopleFinder} organizationId=${room.chat.organization_id} without=${(room.members ?? []).map(member => member.id)} picked=${picked} onPick=${toggle} />
            <${Problem} text=${error} />
            <footer class="dialog-foot">
                <button type="button" class="button primary" disabled=${isBusy || picked.length === 0} onClick=${run}>Add</button>
            </footer>
        <//>`;
}

const Leave = ({ room }) => html`
    <${Confirm} title="Leave this group chat?" text="You will see it no more, unless somebody adds you again." action="Leave"
        onConfirm=${async () => {
            await app.connectify.groupChats.removeMember(room.id, app.me.id);
            app.lost(room, "You have left the group chat.");
        }} />`;

const Delete = ({ room }) => html`
    <${Confirm} title="Delete this group chat?" text="It ends for everybody in it." action="Delete"
        onConfirm=${async () => {
            await app.connectify.groupChats.delete(room.id);
            app.lost(room, "The group chat has been deleted.");
        }} />`;
