/** Builds the nodes of the widget: a shell around the launcher and the panel. It holds no behaviour. */
import { button, element } from "./element.js";

/** All the parts by name; `shell` holds the others. A popover, it stands above whatever the page has put on top. */
export function buildParts() {
  const parts = { ...topParts(), ...threadParts(), ...eraseParts(), ...formParts(), ...footParts() };
  parts.launcher = launcher();
  parts.panel = element("dialog", { id: "panel", "aria-labelledby": "title", "aria-describedby": "mention" },
    ...top(parts), threadArea(parts), foot(parts));
  parts.shell = element("div", { class: "widget", lang: "fr", dir: "ltr", popover: "manual" }, parts.panel, parts.launcher);
  return parts;
}

function launcher() {
  return element("button", {
    type: "button", class: "launcher",
    "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog",
  }, "Poser une question");
}

function topParts() {
  return {
    quit: button("Quitter vite", "quit"), close: button("Fermer", "quiet"),
    logo: element("img", { class: "logo", alt: "", hidden: "", referrerpolicy: "no-referrer" }),
    smaller: sizeButton("A−", "Texte plus petit"), larger: sizeButton("A+", "Texte plus grand"),
  };
}

function sizeButton(sign, name) {
  const label = button(sign, "size");
  label.setAttribute("aria-label", name);
  return label;
}

function top({ quit, logo, close, smaller, larger }) {
  const name = element("div", { class: "name" }, logo, element("h2", { id: "title" }, "Repère"));
  const mention = element("p", { id: "mention" }, "Repère est un programme. Il peut se tromper.");
  return [element("div", { class: "bar" }, quit, name, close), element("div", { class: "under" }, mention, smaller, larger)];
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
