// Each window is a person of its own: the session is kept for the window, and survives loading the page anew.
import { Connectify } from "../connectify.js";

const Kept = "connectify.session";
const LongestHandOver = 3_000;

export function createConnectify() {
    return new Connectify({ session: read(), onSession: keep, storage: sessionStorage });
}

/**
 * A duplicated window has a copy of what its original keeps, and two that renew one session end it. So a window holds a
 * lock on its session; who finds it held, and not by a page that is just going away, starts signed out.
 */
export async function claimWindow() {
    const id = sessionStorage.getItem("connectify.window") ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
    sessionStorage.setItem("connectify.window", id);

    if (!navigator.locks) {
        return;
    }

    if (!(await hold(`connectify.${id}`))) {
        sessionStorage.clear();
        await claimWindow();
    }
}

function hold(name) {
    return new Promise(done => {
        navigator.locks
            .request(name, { signal: AbortSignal.timeout(LongestHandOver) }, () => {
                done(true);

                return new Promise(() => {});
            })
            .catch(() => done(false));
    });
}

function read() {
    try {
        return JSON.parse(sessionStorage.getItem(Kept));
    } catch {
        return null;
    }
}

function keep(session) {
    if (session) {
        sessionStorage.setItem(Kept, JSON.stringify(session));
    } else {
        sessionStorage.removeItem(Kept);
    }
}
