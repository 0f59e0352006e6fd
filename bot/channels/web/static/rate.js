/** « Cette réponse vous a aidé ? », asked once, under an answer that has just come. */
import { button, element } from "./element.js";

/** The question; `rate({ answer, helped })` tells the service, and is false when it cannot. */
export function rateNode({ id }, rate) {
  const question = element("p", { id: `rate-${id}` }, "Cette réponse vous a aidé ?");
  const tell = (helped) => rate({ answer: id, helped }) && thank(group, helped);
  // Off: a screen reader that reads the new answer aloud need not read this each time.
  const group = element("div", { class: "rate", role: "group", "aria-labelledby": question.id, "aria-live": "off" },
    question, button("Oui", "choice", () => tell(true)), button("Non", "choice", () => tell(false)));
  return group;
}

/** The pressed button is gone: the focus goes to the thanks, which are read for that reason. */
function thank(group, helped) {
  const more = helped ? "" : " Écrivez autrement, ou demandez une personne.";
  const thanks = element("p", { tabindex: "-1" }, `Merci.${more}`);
  group.removeAttribute("role");
  group.removeAttribute("aria-labelledby");
  group.replaceChildren(thanks);
  thanks.focus({ preventScroll: true });
}
