// Questions sans réponse by keyboard. Letters act only while a group itself has the focus, so that they never disturb typing.
const list = document.querySelector("[data-list]");
const groups = [...list.querySelectorAll("[data-group]")];
const KEPT = "bureau:questions";

function focus(index) {
  const group = groups[Math.max(0, Math.min(index, groups.length - 1))];
  if (!group) return;
  for (const one of groups) one.tabIndex = one === group ? 0 : -1;
  group.focus();
  group.scrollIntoView({ block: "nearest" });
}

function open(group, letter) {
  const details = group.querySelector(`[data-open="${letter}"]`);
  if (!details) return;
  details.open = true;
  details.querySelector("input").focus();
}

function act(group, key) {
  if (key === "f" || key === "n") open(group, key);
  else if (key === "z") document.querySelector("[data-undo]")?.click();
  else if (key === "r") group.querySelector("[data-call]")?.click();
  else group.querySelector(`[data-key="${key}"]`)?.click();
}

list.addEventListener("keydown", (event) => {
  const group = event.target.closest("[data-group]");
  if (!group || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") { group.focus(); return; }
  if (event.target !== group) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) focus(groups.indexOf(group) + step);
  else if (/^[fhnsrz]$/i.test(event.key)) act(group, event.key.toLowerCase());
  else return;
  event.preventDefault();
});

// What is decided leaves the list: the next group takes its place, and the focus.
list.addEventListener("submit", (event) => {
  sessionStorage.setItem(KEPT, groups.indexOf(event.target.closest("[data-group]")));
});
const kept = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
if (groups[0]) groups[0].tabIndex = 0;
if (kept !== null && document.querySelector("[data-done]")) focus(Number(kept));
else if (document.querySelector("details[open] input")) document.querySelector("details[open] input").focus();
