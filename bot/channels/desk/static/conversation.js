// One conversation: answering without leaving the page, canned sentences, free times of a motif.
import { post, say } from "./desk.js";
import { refresh } from "./news.js";

const thread = document.getElementById("fil");
const form = document.querySelector("[data-say]");
const held = () => thread.querySelector("[data-held]")?.dataset.held;
const before = held();
thread.scrollTop = thread.scrollHeight;

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  const answer = await post(form.action, Object.fromEntries(new FormData(form)))
    .catch(() => ({ ok: false, json: { refus: "Votre message n'est pas parti : la connexion est coupée. Réessayez." } }));
  button.disabled = false;
  if (!answer.ok) return say(answer.json.refus || "Votre message n'est pas parti. Réessayez.");
  form.elements.cle.value = answer.json.cle;
  form.elements.texte.value = "";
  form.elements.texte.focus();
  await refresh();
  thread.scrollTop = thread.scrollHeight;
});

form?.elements.texte.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
});

document.querySelector("[data-reply]")?.addEventListener("change", (event) => {
  const field = form.elements.texte;
  field.value = [field.value.trim(), event.target.value].filter(Boolean).join("\n");
  event.target.value = "";
  field.focus();
});

document.querySelector("[data-motif]")?.addEventListener("change", async (event) => {
  const times = document.querySelector("[data-times]");
  const address = `${event.target.dataset.motif}?motif=${encodeURIComponent(event.target.value)}`;
  const response = await fetch(address, { headers: { "X-Fragment": "1" } });
  if (!response.ok) return;
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  times.replaceChildren(times.querySelector("legend"), ...parsed.body.childNodes);
});

// Somebody took it, or gave it back: what can be done here is no longer the same.
thread.addEventListener("bureau:renouvele", () => {
  if (held() !== before && !form?.elements.texte.value) location.reload();
});
