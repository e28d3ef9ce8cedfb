import { useEffect, useState } from "../html.js";

/** Something that views show, and that says when it has changed: at most once a turn, however often it did. */
export class Store {
    #listeners = new Set();
    #isTold = false;

    subscribe(listener) {
        this.#listeners.add(listener);

        return () => this.#listeners.delete(listener);
    }

    changed() {
        if (this.#isTold) {
            return;
        }

        this.#isTold = true;
        queueMicrotask(() => {
            this.#isTold = false;
            this.#listeners.forEach(listener => listener());
        });
    }
}

/** Renders anew whenever the store says that it has changed. */
export function useStore(store) {
    const [, render] = useState(0);
    useEffect(() => store.subscribe(() => render(count => count + 1)), [store]);

    return store;
}
