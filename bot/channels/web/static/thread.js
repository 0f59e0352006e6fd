/** The thread of messages: what was said before (never announced) and what is said now (announced once). */
import { answerNodes } from "./answer.js";
import { element } from "./element.js";
import { rateNode } from "./rate.js";

const NOT_KEPT = "Message non gardé";

export class Thread {
  #history;
  #log;
  #actions;
  #shown = new Set();

  /** `history` is an ordinary container, `log` a live one; `actions` is what answerNodes and rateNode need. */
  constructor(history, log, actions) {
    this.#history = history;
    this.#log = log;
    this.#actions = actions;
  }

  /** Shows a thread sent by the service: whole the first time, then only the answers not shown yet. */
  restore(items, isNew) {
    const empty = !this.#history.firstChild && !this.#log.firstChild;
    if (!empty) return this.addAnswers(items.flatMap((item) => (item.answer ? [item.answer] : [])));
    const place = isNew ? this.#log : this.#history;
    place.append(...items.map((item) => this.#entry(item)));
    if (!isNew) place.lastChild?.scrollIntoView({ block: "start" });
  }

  /** Shows what the person just said. */
  addUser(text) {
    const entry = userEntry(text);
    this.#log.append(entry);
    entry.scrollIntoView({ block: "nearest" });
  }

  /** Shows new answers, each once, and brings the first of them into view. */
  addAnswers(answers) {
    const entries = answers.filter(({ id }) => !this.#shown.has(id)).map((answer) => this.#newAnswer(answer));
    this.#log.append(...entries);
    entries[0]?.scrollIntoView({ block: "start" });
  }

  /** Empties the thread. */
  clear() {
    this.#shown.clear();
    this.#history.replaceChildren();
    this.#log.replaceChildren();
  }

  #entry(item) {
    return item.answer ? this.#answerEntry(item.answer) : userEntry(item.text ?? NOT_KEPT);
  }

  #answerEntry(answer) {
    if (answer.id) this.#shown.add(answer.id); // 0 names nothing: an answer that could not be kept, said each time
    const look = answer.urgent ? "entry urgent" : "entry";
    return element("div", { class: look }, author(answer.person ? "L'accueil" : "Repère"), ...answerNodes(answer, this.#actions));
  }

  #newAnswer(answer) {
    const entry = this.#answerEntry(answer);
    if (answer.urgent) entry.setAttribute("role", "alert"); // said at once; an old one, read again, must stay quiet
    if (answer.feedback) entry.append(rateNode(answer, this.#actions.rate));
    return entry;
  }
}

function userEntry(text) {
  return element("div", { class: "entry mine" }, author("Vous"), element("p", { dir: "auto" }, text));
}

function author(name) {
  return element("p", { class: "author" }, `${name} :`);
}
