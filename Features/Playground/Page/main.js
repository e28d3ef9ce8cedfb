import { html, render } from "./html.js";
import { app } from "./model/app.js";
import { applyTheme } from "./model/theme.js";
import { Page } from "./view/page.js";

applyTheme();
await app.start();
render(html`<${Page} />`, document.getElementById("app"));
