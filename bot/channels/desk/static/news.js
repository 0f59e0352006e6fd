// What changes at the desk, without reloading: a stream says « something changed », the parts of the page that may have are
// asked again. A part is <section data-live="/address">; what has the focus and is being typed in is left alone.
const badge = document.querySelector("[data-waiting]");

/** Follow the stream for as long as the page lives; `onLocked` is called when the desk locks itself. */
export function listen(onLocked) {
  const source = new EventSource("/bureau/direct");
  let seen = null;
  source.addEventListener("nouvelles", (event) => {
    const { revision, attente } = JSON.parse(event.data);
    badge.textContent = attente || "";
    badge.hidden = !attente;
    if (attente) badge.setAttribute("aria-label", `${attente} personnes attendent`);
    if (seen !== null && seen !== revision) refresh();
    seen = revision;
  });
  source.addEventListener("verrouille", onLocked);
  for (const part of document.querySelectorAll("[data-live]")) if (!part.childElementCount) renew(part);
}

/** Ask again for every live part of this page. */
export function refresh() {
  return Promise.all([...document.querySelectorAll("[data-live]")].map(renew));
}

async function renew(part) {
  const response = await fetch(part.dataset.live, { headers: { "X-Fragment": "1" } });
  if (!response.ok || isTypedIn(part)) return;
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const atEnd = part.scrollHeight - part.scrollTop - part.clientHeight < 40;
  part.replaceChildren(...parsed.body.childNodes);
  if (focused) document.getElementById(focused)?.focus();
  if (atEnd) part.scrollTop = part.scrollHeight;
  part.dispatchEvent(new CustomEvent("bureau:renouvele", { bubbles: true }));
}

function isTypedIn(part) {
  const active = document.activeElement;
  return part.contains(active) && active.matches("input:not([type=hidden]), textarea, select");
}
