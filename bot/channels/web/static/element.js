/** Makes DOM nodes from text only: nothing in the widget ever reads a string as HTML. */

/** A new node; attributes named on… are listeners, strings among the children become text nodes. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** A button that never submits a form. */
export function button(label, look, onclick) {
  return element("button", { type: "button", class: look, onclick }, label);
}
