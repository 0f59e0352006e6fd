/** The simulator: a telephone on the screen, asked every second for what is new on it. */
import { keep, madeUp, readable, recall } from "./telephones.js";

const ADDRESS = "/simulateur-sms/messages";
const EVERY = 1000; // milliseconds between two questions
const NOT_SENT = "Le SMS n'est pas parti. Vérifiez la connexion, puis recommencez.";
const LOST = "La connexion est perdue. La page essaie encore.";
const TAKEN = "Ce numéro est peut-être celui de quelqu'un. Écrivez un numéro qui commence par 06 39 98.";

const part = (id) => document.getElementById(id);
let numbers = recall();
let last = 0; // the last message on the screen
let visit = 0; // what was asked for a telephone that is no longer on the screen is dropped

function list() {
  part("telephone").replaceChildren(...numbers.map((number) => new Option(readable(number), number)));
}

function show(number) {
  visit += 1;
  last = 0;
  part("telephone").value = number;
  part("screen").textContent = `Téléphone ${readable(number)}`;
  part("history").replaceChildren();
  part("log").replaceChildren();
  part("trouble").textContent = "";
  ask(visit, true);
}

/** What was there before is not announced; what comes later is. */
async function ask(asked, isFirst) {
  const found = await fetchNew(part("telephone").value);
  if (asked !== visit) return;
  if (found) display(found, isFirst ? part("history") : part("log"));
  setTimeout(() => asked === visit && ask(asked, isFirst && !found), EVERY);
}

async function fetchNew(number) {
  try {
    const answer = await fetch(`${ADDRESS}?numero=${number}&apres=${last}`);
    if (!answer.ok) throw new Error(answer.status);
    if (part("trouble").textContent === LOST) part("trouble").textContent = "";
    return await answer.json();
  } catch {
    if (part("trouble").textContent !== LOST) part("trouble").textContent = LOST;
    return null;
  }
}

function display({ messages, spent }, place) {
  const fresh = messages.filter(({ id }) => id > last);
  place.append(...fresh.map(bubble));
  last = Math.max(last, ...fresh.map(({ id }) => id));
  if (fresh.length) place.lastChild.scrollIntoView({ block: "nearest" });
  if (part("spent").textContent !== spent) part("spent").textContent = spent;
}

function bubble({ ours, text, note }) {
  const made = document.createElement("div");
  made.className = ours ? "bubble" : "bubble mine";
  made.append(line("author", ours ? "Repère :" : "Vous :"), line("said", text), line("small", note));
  return made;
}

function line(look, text) {
  const made = document.createElement("p");
  made.className = look;
  made.textContent = text;
  return made;
}

async function send(text) {
  const body = JSON.stringify({ number: part("telephone").value, text, id: identifier() });
  try {
    const answer = await fetch(ADDRESS, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    return answer.ok ? "" : (await answer.json()).message;
  } catch {
    return NOT_SENT;
  }
}

/** `crypto.randomUUID` only exists on https: this page is also tried on plain http. */
function identifier() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

part("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = part("text");
  const text = field.value.trim();
  field.focus();
  if (!text) {
    part("trouble").textContent = "Écrivez d'abord votre SMS.";
    return;
  }
  field.value = "";
  const wrong = await send(text);
  part("trouble").textContent = wrong;
  if (wrong && !field.value) field.value = text;
});

part("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  part("write").requestSubmit();
});

part("telephone").addEventListener("change", () => show(part("telephone").value));

part("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const number = madeUp(part("number").value);
  part("number").setAttribute("aria-invalid", number === null);
  part("wrong").textContent = number ? "" : TAKEN;
  if (!number) return part("number").focus();
  numbers = keep([...new Set([...numbers, number])]);
  part("number").value = "";
  list();
  show(number);
});

list();
show(numbers[0]);
