// How people, times and sizes are written.
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const fullDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "medium" });
const names = new Intl.ListFormat("en", { type: "conjunction" });
const Day = 24 * 60 * 60 * 1000;

export const nameOf = user => `${user.first_name ?? ""} ${user.last_name ?? ""}`.trim() || user.username;

export const list = words => names.format(words);

export const timeOf = date => time.format(new Date(date));

export const momentOf = date => moment.format(new Date(date));

/** How many midnights ago. */
const age = date => Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / Day);

export const isSameDay = (one, other) => new Date(one).toDateString() === new Date(other).toDateString();

export function dayOf(date) {
    const days = age(date);

    return days <= 0 ? "Today" : days === 1 ? "Yesterday" : days < 7 ? weekday.format(new Date(date))
        : days < 300 ? longDay.format(new Date(date)) : fullDay.format(new Date(date));
}

/** As short as a list wants it. */
export function agoOf(date) {
    const days = age(date);

    return days <= 0 ? timeOf(date) : days === 1 ? "Yesterday" : days < 7 ? weekday.format(new Date(date)).slice(0, 3)
        : shortDay.format(new Date(date));
}

export function sizeOf(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    const step = bytes > 0 ? Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), units.length - 1) : 0;
    const amount = bytes / 1024 ** step;

    return `${amount < 10 && step > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[step]}`;
}

const files = { image: "Photo", video: "Video", audio: "Audio", document: "File" };

/** A message in one line. */
export function briefOf(message) {
    if (message.is_deleted) {
        return "Message deleted";
    }

    const [file, ...others] = message.attachments ?? [];

    return message.content
        || (file ? (others.length ? `${others.length + 1} files` : file.type === "document" ? file.file_name : files[file.type]) : "");
}

/** What went wrong, in one sentence. */
export function reasonOf(error) {
    const [first] = Object.values(error?.errors ?? {}).flat();

    return first ?? error?.detail ?? (error?.name === "TypeError" ? "The service cannot be reached" : error?.message) ?? "It did not work";
}
