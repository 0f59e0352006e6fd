/** The page about embedding: the lines to copy name this very server, and follow the colour that is tried. */
const widget = document.querySelector("repere-widget");
const color = document.querySelector("#color");
const said = document.querySelector("#said");
const { host, origin, protocol } = location;

function write() {
  document.querySelector("#tag").textContent =
    `<script type="module" src="${origin}/widget.js"></script>\n<repere-widget color="${color.value}"></repere-widget>`;
  document.querySelector("#policy").textContent =
    `script-src ${origin}; connect-src ${origin} ${protocol.replace("http", "ws")}//${host}; style-src ${origin}`;
  document.querySelector("#frame").textContent =
    `<iframe src="${origin}/discussion" title="Repère, la discussion" width="100%" height="700" loading="lazy"></iframe>`;
}

/** Where the clipboard is refused, the lines are selected: Ctrl + C copies them. */
async function copy(lines, button) {
  button.after(said);
  try {
    await navigator.clipboard.writeText(lines.textContent);
    said.textContent = "C'est copié.";
  } catch {
    getSelection().selectAllChildren(lines);
    said.textContent = "Les lignes sont choisies. Copiez-les avec Ctrl + C.";
  }
}

color.addEventListener("input", () => {
  widget.setAttribute("color", color.value);
  write();
});
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy), button));
}
write();
