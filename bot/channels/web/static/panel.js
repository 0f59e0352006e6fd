/** Builds the nodes of the widget: the launcher and the panel. It holds no behaviour. */
import { button, element } from "./element.js";

/** All the parts by name; `launcher` and `panel` are the two roots. */
export function buildParts() {
  const parts = { ...topParts(), ...threadParts(), ...eraseParts(), ...formParts(), ...footParts() };
  parts.launcher = launcher();
  parts.panel = element("dialog", { id: "panel", lang: "fr", "aria-labelledby": "title", "aria-describedby": "mention" },
    element("div", { class: "bar" }, parts.quit, element("h2", { id: "title" }, "Repère"), parts.close),
    element("p", { id: "mention" }, "Repère est un programme. Il peut se tromper."),
    threadArea(parts), foot(parts));
  return parts;
}

function launcher() {
  return element("button", {
    type: "button", class: "launcher", lang: "fr",
    "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog",
  }, "Poser une question");
}

function topParts() {
  return { quit: button("Quitter vite", "quit"), close: button("Fermer", "quiet") };
}

function threadParts() {
  return {
    history: element("div", { role: "group", "aria-label": "Messages précédents" }),
    log: element("div", { role: "log", "aria-label": "Discussion" }),
    writing: element("p", { role: "status", class: "writing" }),
  };
}

function threadArea({ history, log, writing }) {
  return element("div", { class: "thread", tabindex: "0", role: "region", "aria-label": "Messages" },
    element("p", { class: "small" },
      "« Quitter vite » change de page et efface la discussion. Vous pouvez aussi appuyer 3 fois sur Échap. ",
      "L'historique du navigateur peut garder une trace."),
    history, log, writing);
}

function eraseParts() {
  const eraseYes = button("Oui, effacer", "choice");
  const eraseNo = button("Non", "choice");
  const question = element("p", { id: "erase-question" }, "Effacer toute la discussion ?");
  const look = { class: "confirm", role: "group", "aria-labelledby": "erase-question", hidden: "" };
  const confirm = element("div", look, question, eraseYes, eraseNo);
  return { eraseYes, eraseNo, confirm };
}

function formParts() {
  const field = element("textarea", {
    id: "field", rows: "2", enterkeyhint: "send", autocomplete: "off", "aria-describedby": "counter",
  });
  const counter = element("p", { id: "counter", role: "status", class: "small" });
  const form = element("form", { novalidate: "" },
    element("label", { for: "field" }, "Votre message"),
    element("div", { class: "row" }, field, element("button", { class: "send" }, "Envoyer")), counter);
  return { field, counter, form };
}

function footParts() {
  return {
    trouble: element("p", { role: "alert", class: "trouble" }),
    notice: element("p", { role: "status", class: "notice" }),
    person: button("Parler à une personne", "quiet"),
    erase: button("Effacer", "quiet"),
  };
}

function foot({ trouble, notice, confirm, form, person, erase }) {
  return element("div", { class: "foot" }, trouble, notice, confirm, form, element("div", { class: "row" }, person, erase));
}
