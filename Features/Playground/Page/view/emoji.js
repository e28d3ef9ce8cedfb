import { html } from "../html.js";

const usual = [
    ["👍", "Thumbs up"], ["❤️", "Heart"], ["😂", "Tears of joy"], ["😮", "Surprised"], ["😢", "Crying"], ["🙏", "Thank you"],
    ["🎉", "Party"], ["🔥", "Fire"], ["👏", "Clapping"], ["😊", "Smiling"], ["😍", "Heart eyes"], ["🤔", "Thinking"],
    ["👀", "Eyes"], ["💯", "Hundred"], ["✅", "Done"], ["❌", "No"], ["🚀", "Rocket"], ["☕", "Coffee"],
    ["👋", "Waving"], ["💪", "Strong"], ["🤝", "Handshake"], ["😅", "Relieved"], ["🙌", "Hooray"], ["👎", "Thumbs down"],
];

/** A few emoji to pick from. */
export const Emoji = ({ onPick }) => html`
    <div class="emoji">
        ${usual.map(([emoji, name]) => html`<button key=${emoji} type="button" aria-label=${name} title=${name} onClick=${() => onPick(emoji)}>${emoji}</button>`)}
    </div>`;
