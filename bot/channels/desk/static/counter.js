// Au comptoir: four searches at once, the arrows, and the sheet, that lives in this tab and nowhere else.
import { post, say } from "./desk.js";

const WAIT = 300; // milliseconds before « Je cherche… »
const GONE = 10 * 60 * 1000; // away for longer, it is another person
const KEY = "comptoir";
const PAGE_HEIGHT = (297 - 2 * 12 - 3) * 96 / 25.4; // pixels of an A4 page between its margins, and a little less
const SHEET_ACTS = ["ajouter", "retirer", "monter", "descendre", "vider", "ajouter_code", "envoyer"];
const form = document.getElementById("comptoir");
const question = form.elements.q;
const urgent = document.querySelector("[data-urgent]");
const sheet = document.querySelector("[data-sheet]");
const groups = [...document.querySelectorAll("[data-group]")];
const nextForm = document.querySelector("[data-next]");
const asking = new Map(); // the search under way of each group
let changing = Promise.resolve(); // the change of the sheet under way

/** A part of this page, asked again with all that the form holds; null when it was refused or is no longer wanted. */
async function ask(address, extra = {}, signal) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  const headers = { "X-Fragment": "1", "X-Jeton": document.body.dataset.csrf };
  const response = await fetch(address, { method: "POST", body, headers, signal });
  if (response.status === 401 || response.status === 423) { post("/bureau/present"); return null; }
  if (!response.headers.get("Content-Type").startsWith("text/html")) {
    say((await response.json()).refus);
    return null;
  }
  return [...new DOMParser().parseFromString(await response.text(), "text/html").body.childNodes];
}

async function renew(group, extra = {}) {
  const name = group.dataset.group;
  asking.get(name)?.abort();
  const stop = new AbortController();
  asking.set(name, stop);
  const section = group.closest(".group");
  const searching = section.querySelector("[data-searching]");
  const timer = setTimeout(() => { searching.hidden = false; }, WAIT);
  section.setAttribute("aria-busy", "true");
  try {
    const found = await ask(`/bureau/comptoir/${name}`, extra, stop.signal);
    if (asking.get(name) !== stop || !found) return null;
    return found;
  } catch (error) {
    if (error.name !== "AbortError") say("Le serveur ne répond pas. Réessayez dans un instant.");
    return null;
  } finally {
    clearTimeout(timer);
    if (asking.get(name) === stop) { searching.hidden = true; section.removeAttribute("aria-busy"); }
  }
}

async function search() {
  urgent.replaceChildren();
  if (!question.value.trim()) return;
  await Promise.all(groups.map(async (group) => {
    const found = await renew(group);
    if (found) group.replaceChildren(...found);
    if (group.dataset.group === "assistant") showUrgent(group);
  }));
  if (!urgent.childElementCount) say(`${results().length} résultats`);
}

/** One more turn of the same thread: what was said before stays above. */
async function press(button) {
  const group = groups.find((one) => one.dataset.group === "assistant");
  const label = button.textContent.trim();
  const found = await renew(group, { bouton: button.value });
  if (!found) return;
  const asked = document.createElement("p");
  asked.className = "asked faint";
  asked.textContent = `« ${label} »`;
  group.append(asked, ...found);
  showUrgent(group);
  (following(asked) || question).focus();
  asked.scrollIntoView({ block: "nearest" });
}

/** The first thing to press after this element, in the same group. */
function following(element) {
  const after = [...element.parentElement.querySelectorAll("[data-result]")];
  return after.find((one) => element.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function showUrgent(group) {
  const said = [...group.querySelectorAll("[data-urgent-answer]")].pop();
  if (!said) return;
  urgent.replaceChildren(...said.childNodes);
  said.remove();
  urgent.scrollIntoView({ block: "start" });
}

/** One change after the other: each starts from the sheet that the one before has left. */
function changeSheet(extra = {}, focused = []) {
  changing = changing.then(() => change(extra, focused));
  return changing;
}

async function change(extra, focused) {
  const open = [...sheet.querySelectorAll("details")].map((one) => one.open);
  const found = await ask("/bureau/comptoir/feuille", extra).catch(() => null);
  if (!found) return;
  const inside = sheet.contains(document.activeElement);
  sheet.replaceChildren(...found);
  sheet.querySelectorAll("details").forEach((one, n) => { one.open = one.open || Boolean(open[n]); });
  const done = sheet.querySelector("[data-said]");
  const said = done.textContent || sheet.querySelector(".error")?.textContent;
  if (said) say(said);
  done.textContent = ""; // once is enough
  if (inside) [...focused, "h2"].map((one) => sheet.querySelector(one)).find((one) => one && !one.disabled).focus();
  keep();
  fit();
}

/** The message says the new words too. The rest stays as it is: what is being pressed must not move away. */
async function changeNote() {
  const message = sheet.querySelector("[data-message]");
  if (!message) { changeSheet(); return; }
  const found = await ask("/bureau/comptoir/feuille").catch(() => null);
  const fresh = found?.map((node) => node.querySelector?.("[data-message]")).find(Boolean);
  if (fresh) message.replaceChildren(...fresh.childNodes);
}

/** What has the focus once the sheet is written again, the first that can: it follows what was moved or removed. */
function focusAfter(name, value) {
  const at = Number(value);
  if (name === "monter") return [`#monter-${at - 1}`, `#descendre-${at - 1}`];
  if (name === "descendre") return [`#descendre-${at + 1}`, `#monter-${at + 1}`];
  if (name === "retirer") return [`#retirer-${at}`, `#retirer-${at - 1}`];
  return { ajouter_code: ["[name=code]"], envoyer: ["[name=numero]"] }[name] || [];
}

/** Measure the sheet as it will print: what does not fit on one page is marked, and is not printed unless wanted. */
function fit() {
  const paper = sheet.querySelector("[data-paper]");
  const button = sheet.querySelector("[data-print-sheet]");
  if (!button) return;
  button.hidden = false;
  const clone = paper.cloneNode(true);
  clone.classList.add("measured");
  clone.setAttribute("aria-hidden", "true");
  document.body.append(clone);
  const outside = new Set();
  const items = [...clone.querySelectorAll(".item")];
  while (clone.getBoundingClientRect().height > PAGE_HEIGHT && items.length) {
    const last = items.pop();
    outside.add(last.dataset.item);
    last.remove();
  }
  clone.remove();
  for (const item of paper.querySelectorAll(".item")) {
    item.classList.toggle("outside", outside.has(item.dataset.item));
    item.querySelector(".outside-note").hidden = !outside.has(item.dataset.item);
  }
  sheet.querySelector("[data-all]").hidden = outside.size === 0;
  const said = sheet.querySelector("[data-fit]");
  said.hidden = false;
  said.textContent = outside.size === 0 ? "Tient sur une page."
    : `Ne tient pas sur une page : ${outside.size === 1 ? "la dernière partie" : `les ${outside.size} dernières parties`}. Retirez-en, changez l'ordre, ou imprimez sans.`;
  said.classList.toggle("error", outside.size > 0);
}

function printSheet() {
  if (!sheet.querySelector("[data-print-sheet]")) { say("La feuille est vide : ajoutez-y d'abord quelque chose."); return; }
  fit();
  const all = sheet.querySelector("[data-print-all]").checked;
  const left = sheet.querySelectorAll(".item.outside").length;
  if (left && !all && !confirm("Tout ne tient pas sur une page. Imprimer sans ce qui est marqué en rouge ?")) return;
  sheet.querySelector("[data-paper]").classList.toggle("all", all);
  print();
}

function keep() {
  const kept = { fil: form.elements.fil.value, feuille: form.elements.feuille.value, note: form.elements.note.value, at: Date.now() };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Back from the agenda: the same person is still there, unless it was long ago. */
async function takeUp() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  if (!kept || form.elements.feuille.value !== "[]") return fit();
  if (Date.now() - kept.at > GONE) { sessionStorage.removeItem(KEY); return fit(); }
  form.elements.fil.value = nextForm.elements.fil.value = kept.fil;
  form.elements.feuille.value = kept.feuille;
  form.elements.note.value = kept.note;
  await changeSheet();
}

function results() {
  return [...document.querySelectorAll("main [data-result]")].filter((one) => one.checkVisibility?.() ?? one.offsetParent);
}

/** The result to go to from the one that has the focus, for an arrow key; the box before the first. */
function neighbour(key, from) {
  const all = results();
  const at = all.indexOf(from);
  if (key === "ArrowDown") return all[at + 1];
  if (key === "ArrowUp") return at > 0 ? all[at - 1] : question;
  const parts = [...new Set(all.map((one) => one.closest(".group, .urgent")))];
  const part = parts[parts.indexOf(from.closest(".group, .urgent")) + (key === "ArrowRight" ? 1 : -1)];
  return all.find((one) => one.closest(".group, .urgent") === part);
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); printSheet(); return; }
  if (event.key === "Escape") { question.focus(); question.select(); return; }
  if (event.key === "Enter" && event.target.dataset.enter) {
    event.preventDefault();
    form.ownerDocument.querySelector(`button[name=${event.target.dataset.enter}]`).click();
    return;
  }
  const moves = event.target === question ? ["ArrowDown"] : ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"];
  if (!moves.includes(event.key) || !(event.target === question || event.target.matches("[data-result]"))) return;
  event.preventDefault();
  neighbour(event.key, event.target)?.focus();
});

form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.name === "vider" && !confirm("Vider la feuille ?")) return;
  if (button?.name === "bouton") press(button);
  else if (SHEET_ACTS.includes(button?.name)) {
    changeSheet({ [button.name]: button.value }, focusAfter(button.name, button.value));
  } else search();
});

sheet.addEventListener("input", (event) => {
  if (event.target.name !== "note") return;
  sheet.querySelector("[data-note]").textContent = event.target.value;
  keep();
  fit();
});
sheet.addEventListener("change", (event) => { if (event.target.name === "note") changeNote(); });
sheet.addEventListener("click", (event) => { if (event.target.closest("[data-print-sheet]")) printSheet(); });
nextForm.addEventListener("submit", () => sessionStorage.removeItem(KEY));
addEventListener("pagehide", () => { if (sessionStorage.getItem(KEY)) keep(); });

takeUp();
