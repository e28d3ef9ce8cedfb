// Light or dark: as the system has it, or as chosen here, which is remembered.
const Kept = "connectify.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const chosen = () => localStorage.getItem(Kept);

export const isDark = () => (chosen() ?? (system.matches ? "dark" : "light")) === "dark";

export function applyTheme() {
    if (chosen()) {
        document.documentElement.dataset.theme = chosen();
    } else {
        delete document.documentElement.dataset.theme;
    }
}

/** The other one; where that is the system's own, nothing is remembered. */
export function toggleTheme() {
    const next = isDark() ? "light" : "dark";

    if (next === (system.matches ? "dark" : "light")) {
        localStorage.removeItem(Kept);
    } else {
        localStorage.setItem(Kept, next);
    }

    applyTheme();
}
