const Link = /\bhttps?:\/\/[^\s<>"“”]+/giu;
const After = /[.,;:!?'’)\]}*_~]+$/u;

/**
 * A text in pieces: strings, and { url, text } for what is an address on the web. Nothing else becomes a link, and
 * none that pretends to be another by naming a user before its host.
 */
export function linksIn(text) {
    const pieces = [];
    let end = 0;

    for (const match of text.matchAll(Link)) {
        const found = match[0].replace(After, tail => balanced(match[0], tail));

        if (isOpenable(found)) {
            pieces.push(text.slice(end, match.index), { url: found, text: found });
            end = match.index + found.length;
        }
    }

    return [...pieces, text.slice(end)].filter(piece => piece !== "");
}

// A closing bracket belongs to an address that has the opening one.
const balanced = (link, tail) => (tail.startsWith(")") && link.includes("(") ? ")" : "");

function isOpenable(text) {
    try {
        const url = new URL(text);

        return (url.protocol === "http:" || url.protocol === "https:") && !url.username && !url.password;
    } catch {
        return false;
    }
}

/** A few emoji and nothing else. */
export const isEmojiOnly = text =>
    text.length <= 24 && /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*\s*){1,4}$/u.test(text);
