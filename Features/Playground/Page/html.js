// What all views are written with.
import { h } from "./vendor/preact.mjs";
import htm from "./vendor/htm.mjs";

export { cloneElement, Component, render } from "./vendor/preact.mjs";
export { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "./vendor/hooks.mjs";
export const html = htm.bind(h);
