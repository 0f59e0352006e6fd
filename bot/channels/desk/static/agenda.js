// Aujourd'hui and Agenda with the keyboard: from one free time to the next, from one person to the next; and by the mouse.
import { post, say } from "./desk.js";
import { refresh } from "./news.js";

const board = document.querySelector("[data-agenda]");
const free = board ? [...board.querySelectorAll("[data-free]")] : [];
let current = free.find((link) => link === document.activeElement) || free[0];

/** One free time at a time takes the Tab key; each says its day and its desk. */
function choose(link) {
  current.tabIndex = -1;
  current = link;
  current.tabIndex = 0;
  current.focus();
}

for (const link of free) {
  const day = link.closest(".one-day").querySelector("[data-day]").textContent.trim();
  const desk = link.closest("[data-lane]").querySelector("h3")?.textContent || "";
  link.setAttribute("aria-label", [link.textContent.trim(), day, desk, "libre"].filter(Boolean).join(", "));
  link.tabIndex = link === current ? 0 : -1;
  link.addEventListener("focus", () => { if (link !== current) choose(link); });
}

/** The nearest free time to the left or the right: in the next column that has one, at about the same height. */
function beside(step) {
  const columns = [...board.querySelectorAll(board.classList.contains("jour") ? "[data-lane]" : ".one-day")]
    .map((column) => free.filter((link) => column.contains(link))).filter((links) => links.length);
  const at = columns.findIndex((links) => links.includes(current));
  const top = current.getBoundingClientRect().top;
  const links = columns[at + step] || [];
  return links.reduce((best, link) => !best || distance(link, top) < distance(best, top) ? link : best, null);
}

function distance(link, top) {
  return Math.abs(link.getBoundingClientRect().top - top);
}

const moves = {
  ArrowDown: () => free[free.indexOf(current) + 1], ArrowUp: () => free[free.indexOf(current) - 1],
  ArrowRight: () => beside(1), ArrowLeft: () => beside(-1), Home: () => free[0], End: () => free.at(-1),
};
board?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const page = { PageDown: "[data-after]", PageUp: "[data-before]" }[event.key];
  if (page) { event.preventDefault(); document.querySelector(page).click(); }
  if (!event.target.matches("[data-free]") || !moves[event.key]) return;
  event.preventDefault();
  const next = moves[event.key]();
  if (next) choose(next);
});

// In the form, the number of a motif chooses it and goes on to the name.
const motifs = [...document.querySelectorAll("[data-motifs] input")];
document.querySelector("[data-motifs]")?.addEventListener("keydown", (event) => {
  const motif = !event.altKey && !event.ctrlKey && !event.metaKey && motifs[Number(event.key) - 1];
  if (!motif) return;
  event.preventDefault();
  motif.checked = true;
  document.querySelector("[name=prenom]").focus();
});

// An appointment let go on a free time asks, as the keyboard does, before anything is sent.
let moved = null;
board?.addEventListener("dragstart", (event) => {
  moved = event.target.closest("[data-move]");
  if (moved) event.dataTransfer.setData("text/plain", moved.dataset.move);
});
board?.addEventListener("dragover", (event) => {
  const link = moved && event.target.closest(".free > [data-free]");
  for (const other of board.querySelectorAll(".target")) if (other !== link) other.classList.remove("target");
  if (link) { event.preventDefault(); link.classList.add("target"); }
});
board?.addEventListener("drop", (event) => {
  const link = moved && event.target.closest(".free > [data-free]");
  if (!link) return;
  event.preventDefault();
  const hour = new URL(link.href).searchParams.get("heure");
  location.assign(`/bureau/agenda/rendez-vous/${moved.dataset.move}/deplacer?heure=${encodeURIComponent(hour)}`);
});
board?.addEventListener("dragend", () => { moved = null; });

addEventListener("keydown", (event) => {
  const way = event.key === "Escape" && !document.querySelector("dialog[open]") && document.querySelector("[data-escape]");
  if (way) way.click();
});

// The day's list: « arrivé », « vu », « absent » without leaving the page, by the buttons or by one key in a line.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-state]")) return;
  event.preventDefault();
  const answer = await post(form.action, { acte: event.submitter.value });
  say(answer.json.fait || answer.json.refus || "Ce n'est pas fait. Rechargez la page.");
  await refresh();
});

// A list that was asked again has new buttons: who was in a line stays in it.
let line = "";
document.addEventListener("focusin", (event) => { line = event.target.closest("[data-rows] tbody tr")?.id || ""; });
document.addEventListener("bureau:renouvele", () => {
  if (line && document.activeElement === document.body) handle(document.getElementById(line))?.focus();
});

function lines() {
  return [...document.querySelectorAll("[data-rows] tbody tr")].filter((row) => row.querySelector("a, button"));
}

function handle(row) {
  return row?.querySelector("[data-state] button") || row?.querySelector("a");
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-rows] tbody tr");
  if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const button = row.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (step) { event.preventDefault(); handle(lines()[lines().indexOf(row) + step])?.focus(); }
  if (button) { event.preventDefault(); button.form.requestSubmit(button); }
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    say("Adresse copiée.");
  });
}
