/** Turns one answer of the service into nodes: paragraphs, lists, links, sources and buttons. */
import { button, element } from "./element.js";
import { toggleSpeech } from "./speech.js";

const ALLOWED = ["https:", "tel:", "sms:"];
const HOME = new URL("..", import.meta.url); // a link of the service itself may be a mere path

/** What is shown of an answer; `actions` holds choose(choice) and complain(sentence). */
export function answerNodes(answer, actions) {
  const paragraphs = answer.paragraphs.map(paragraphNode);
  const listen = button("Écouter", "quiet", () => toggleSpeech(listen, spokenText(answer), actions.complain));
  return [...paragraphs, ...listNodes("links", answer.links ?? []), ...sourceNodes(answer.sources ?? []),
    ...choiceNodes(answer.choices ?? [], actions), listen];
}

function paragraphNode(paragraph) {
  if (Array.isArray(paragraph)) return element("p", {}, ...paragraph.map(segmentNode));
  return element("ul", {}, ...paragraph.list.map((item) => element("li", {}, ...item.map(segmentNode))));
}

function segmentNode({ text, href }) {
  const address = safeAddress(href);
  if (!address) return text;
  if (address.protocol.startsWith("http")) return outsideLink(text, address);
  return element("a", { href: address.href, class: "number" }, text);
}

/** The address as a URL when it may be followed, else null. */
export function safeAddress(href) {
  try {
    const address = new URL(href, HOME);
    return href && (ALLOWED.includes(address.protocol) || address.origin === HOME.origin) ? address : null;
  } catch {
    return null;
  }
}

function outsideLink(text, address) {
  const notice = element("span", { class: "unseen" }, " (nouvel onglet)");
  return element("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, text, notice);
}

function sourceNodes(sources) {
  return listNodes("sources", sources, sources.length > 1 ? "Sources :" : "Source :");
}

function listNodes(kind, links, title) {
  if (!links.length) return [];
  const items = links.map((link) => element("li", {}, segmentNode(link)));
  const titles = title ? [element("p", { class: "small" }, title)] : [];
  return [element("div", { class: kind }, ...titles, element("ul", {}, ...items))];
}

function choiceNodes(choices, { choose }) {
  if (!choices.length) return [];
  const buttons = choices.map((choice) => button(choice.label, "choice", () => choose(choice)));
  return [element("div", { class: "choices" }, ...buttons)];
}

function spokenText({ paragraphs }) {
  const lines = paragraphs.flatMap((paragraph) => (Array.isArray(paragraph) ? [paragraph] : paragraph.list));
  return lines.map((line) => line.map((segment) => segment.text).join("")).join("\n");
}
