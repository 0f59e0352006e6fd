/** The example questions of the demonstration page open the widget with their text, ready to be sent. */
const widget = document.querySelector("repere-widget");

for (const example of document.querySelectorAll("[data-message]")) {
  example.addEventListener("click", () => widget.open(example.dataset.message));
}
