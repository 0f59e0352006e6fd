/** Dresses the shadow root with widget.css, without any inline style, so that a strict CSP may stay strict. */
const constructable = "adoptedStyleSheets" in Document.prototype;
const SHEET = new URL("widget.css", import.meta.url);

/** Resolves when the style is in place, or cannot be: a bare widget is better than none. */
export async function dress(root) {
  if (!constructable) return link(root); // phones of before 2023
  try {
    const response = await fetch(SHEET);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await response.text());
    root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
  } catch {
    return;
  }
}

function link(root) {
  const node = document.createElement("link");
  const done = new Promise((resolve) => { node.onload = node.onerror = resolve; });
  node.rel = "stylesheet";
  node.href = SHEET;
  root.append(node);
  return done;
}

/** Returns set(name, value) for custom properties of the widget, which leaves no style attribute behind. */
export function adjustable(root) {
  if (!constructable) return () => {};
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".widget {}");
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return (name, value) => sheet.cssRules[0].style.setProperty(name, value);
}

/** Gives the widget the colour of the town, when it is written #rrggbb. */
export function paint(adjust, color) {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return;
  adjust("--accent", color);
  adjust("--on-accent", inkOn(color));
}

/** The address of a logo that may be shown, of the page's own site or over https; else null. */
export function logoAddress(written) {
  if (!written || !URL.canParse?.(written, document.baseURI)) return null;
  const address = new URL(written, document.baseURI);
  return address.protocol === "https:" || address.origin === location.origin ? address.href : null;
}

/** Black or white, whichever reads best on a colour: at least 4.5 to 1. */
function inkOn(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(color.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

function linear(channel) {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
