import { html, useState } from "../html.js";
import { app } from "../model/app.js";
import { reasonOf } from "../model/words.js";
import { Problem } from "./dialog.js";
import { Icon } from "./icons.js";
import { Avatar } from "./parts.js";

const { demoUsers, demoPassword } = document.documentElement.dataset;
const demo = demoUsers?.split(" ").filter(Boolean) ?? [];
const errorsOf = error => Object.entries(error?.errors ?? {}).map(([, texts]) => [texts].flat().join(" "));

/** Who one is: a demo user by one click, or anybody by name and password. */
export function SignIn() {
    const [isNew, setNew] = useState(false);
    const [isBusy, setBusy] = useState(false);
    const [problem, setProblem] = useState("");

    const run = async action => {
        setBusy(true);
        setProblem("");

        try {
            await action();
        } catch (error) {
            setProblem(errorsOf(error).join(" ") || reasonOf(error));
            setBusy(false);
        }
    };

    const submit = event => {
        event.preventDefault();
        const { name, ...fields } = Object.fromEntries(new FormData(event.currentTarget));

        run(() => isNew
            ? app.register({ ...fields, username: name, organization_id: Number(fields.organization_id) })
            : app.logIn({ [name.includes("@") ? "email" : "username"]: name, password: fields.password }));
    };

    return html`
        <main class="sign-in">
            <div class="card">
                <img class="mark" src="playground/icon.svg" alt="" width="48" height="48" />
                <h1>${isNew ? "Create an account" : "Sign in to Connectify"}</h1>
                <p class="lead">${demo.length && !isNew ? "Each window is a person of its own: open two, and chat." : "A page to try the messaging service with."}</p>
                ${app.notice && html`<p class="notice" role="status">${app.notice}</p>`}
                ${!isNew && demo.length > 0 && html`
                    <ul class="demo" aria-label="Demo users">
                        ${demo.map((username, place) => html`
                            <li><button type="button" class="demo-user" disabled=${isBusy}
                                onClick=${() => run(() => app.logIn({ username, password: demoPassword }))}>
                                <${Avatar} user=${{ id: place + 1, username }} />
                                <span>Continue as <strong>${username}</strong></span>
                            </button></li>`)}
                    </ul>
                    <p class="or"><span>or</span></p>`}
                <form class="fields" onSubmit=${submit}>
                    <label>${isNew ? "Username" : "Username or email"}
                        <input name="name" required autocomplete="username" autocapitalize="none" spellcheck=${false} />
                    </label>
                    ${isNew && html`
                        <label>Email<input name="email" type="email" required autocomplete="email" /></label>
                        <label>Organization <span class="hint">its number${demo.length > 0 && ", 1 is the demo's"}</span>
                            <input name="organization_id" inputmode="numeric" required pattern="[0-9]+" defaultValue=${demo.length ? "1" : ""} />
                        </label>`}
                    <label>Password
                        <input name="password" type="password" required autocomplete=${isNew ? "new-password" : "current-password"} />
                    </label>
                    <${Problem} text=${problem} />
                    <button class="button primary wide" disabled=${isBusy}>${isNew ? "Create account" : "Sign in"}</button>
                </form>
                <p class="switch">${isNew ? "You have an account? " : "No account yet? "}
                    <button type="button" class="link" onClick=${() => { setNew(!isNew); setProblem(""); }}>${isNew ? "Sign in" : "Create one"}</button>
                </p>
            </div>
            <p class="foot"><${Icon} name="people" /> The <a href="scalar">documentation of the API</a> is beside this page.</p>
        </main>`;
}
