// What every page of the desk does: the lock that keeps what was being typed, news without reloading, small comforts.
import { listen } from "./news.js";

const IDLE = 15 * 60 * 1000; // milliseconds, as the server counts
const PING = 60 * 1000;
const csrf = document.body.dataset.csrf;
const dialog = document.querySelector("[data-lock-dialog]");
const main = document.querySelector("main");
const status = document.querySelector("[data-status]");
let lastAct = Date.now();
let lastPing = Date.now();

/** Post a form of ours by script; the answer's JSON. Locks this page if the desk is locked. */
export async function post(address, fields = {}) {
  const body = new URLSearchParams(fields);
  const response = await fetch(address, { method: "POST", body, headers: { "X-Jeton": csrf } });
  if (response.status === 401) location.assign("/bureau/connexion");
  if (response.status === 423) lock();
  return { ok: response.ok, status: response.status, json: await response.json().catch(() => ({})) };
}

/** Say something that happened, on screen and to screen readers. */
export function say(text) {
  status.textContent = text;
  setTimeout(() => { if (status.textContent === text) status.textContent = ""; }, 6000);
}

function lock() {
  if (dialog.open) return;
  main.hidden = true; // Who passes by reads no name; what was typed stays where it was.
  dialog.showModal();
}

function acted() {
  const now = Date.now();
  if (dialog.open) return;
  if (now - lastAct > IDLE) { lastAct = now; post("/bureau/verrouiller"); lock(); return; }
  lastAct = now;
  if (now - lastPing > PING) { lastPing = now; post("/bureau/present"); }
}

for (const gesture of ["keydown", "pointerdown"]) addEventListener(gesture, acted, { capture: true, passive: true });
setInterval(() => { if (!dialog.open && Date.now() - lastAct > IDLE) { post("/bureau/verrouiller"); lock(); } }, 10000);

dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await post("/bureau/deverrouiller", Object.fromEntries(new FormData(form)));
  const error = form.querySelector(".error");
  error.hidden = answer.ok;
  error.textContent = answer.json.refus || "";
  form.reset();
  if (!answer.ok) return;
  lastAct = lastPing = Date.now();
  main.hidden = false;
  dialog.close();
});

document.querySelector("[data-lock]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  post("/bureau/verrouiller");
  lock();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]") && history.length > 1) { event.preventDefault(); history.back(); }
  if (event.target.closest("[data-print]")) print();
  event.target.closest("[data-select]")?.select();
});
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});
// Alt and / goes to the search of the counter from anywhere; it needs a modifier, so that it never disturbs typing.
addEventListener("keydown", (event) => {
  if (event.altKey && event.key === "/") { event.preventDefault(); location.assign("/bureau/comptoir"); }
});

listen(lock);
