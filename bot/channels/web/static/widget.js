/** Defines <repere-widget>. It is served as /widget.js, hence the folder in the path below. */
import { RepereWidget } from "./static/repere-widget.js";

customElements.define("repere-widget", RepereWidget);
