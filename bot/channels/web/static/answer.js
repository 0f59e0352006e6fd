/** Turns one answer of the service into nodes: paragraphs, lists, links, sources and buttons. */
import { button, element } from "./element.js";
import { toggleSpeech } from "./speech.js";

const ALLOWED = ["https:", "tel:", "sms:"];
const HOME = new URL("..", import.meta.url);
const FILE = /\.(ics|vcf)$/; // what is downloaded rather than shown

/** What is shown of an answer; `actions` holds choose(choice) and complain(sentence). */
export function answerNodes(answer, actions) {
  const paragraphs = answer.paragraphs.map(paragraphNode);
  const listen = button("Écouter", "quiet", () => toggleSpeech(listen, spokenText(answer), actions.complain));
  return [...paragraphs, ...listNodes("links", (answer.links ?? []).map(linkNode)), ...sourceNodes(answer.sources ?? []),
    ...choiceNodes(answer.choices ?? [], actions), listen];
}

function paragraphNode(paragraph) {
  if (Array.isArray(paragraph)) return element("p", { dir: "auto" }, ...paragraph.map(segmentNode));
  return element("ul", {}, ...paragraph.list.map((item) => element("li", { dir: "auto" }, ...item.map(segmentNode))));
}

function segmentNode({ text, href }) {
  const address = safeAddress(href);
  if (!address) return text;
  if (address.protocol === "https:") return outsideLink(text, address);
  return element("a", { href: address.href, class: "number", dir: "ltr" }, text);
}

/** The address as a URL when it may be followed, else null. */
export function safeAddress(href, protocols = ALLOWED) {
  try {
    const address = new URL(href);
    return protocols.includes(address.protocol) ? address : null;
  } catch {
    return null;
  }
}

function outsideLink(text, address) {
  const notice = element("span", { class: "unseen" }, " (nouvel onglet)");
  return element("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, text, notice);
}

function sourceNodes(sources) {
  return listNodes("sources", sources.map(segmentNode), sources.length > 1 ? "Sources :" : "Source :");
}

/** As a segment of text, or something of the service's own site: a page, or a file to keep. */
function linkNode({ text, href }) {
  const address = ownAddress(href);
  if (!address) return segmentNode({ text, href });
  return FILE.test(address.pathname) ? fileLink(text, address) : outsideLink(text, address);
}

function fileLink(text, address) {
  const notice = element("span", { class: "unseen" }, " (fichier)");
  return element("a", { href: address.href, download: "" }, text, notice);
}

function ownAddress(href) {
  const address = href.startsWith("/") ? new URL(href, HOME) : safeAddress(href, [HOME.protocol]);
  return address?.origin === HOME.origin ? address : null;
}

function listNodes(kind, nodes, title) {
  if (!nodes.length) return [];
  const items = nodes.map((node) => element("li", {}, node));
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
