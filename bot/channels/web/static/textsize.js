/** How large the text is: four sizes, remembered on this device once the person has chosen one. */
const KEY = "repere-texte";
const SIZES = [100, 125, 150, 200]; // percents, as in widget.css
let chosen = 0;

/** Gives `node` the size chosen before, if any. */
export function recallSize(node) {
  try {
    chosen = Number(localStorage.getItem(KEY)) || 0;
  } catch {
    chosen = 0; // the browser refuses storage: the size then lasts as long as the page
  }
  node.dataset.text = SIZES[chosen] ?? SIZES[0];
}

/** One size up (1) or down (-1); returns the sentence that says it. */
export function changeSize(node, step) {
  chosen = Math.min(Math.max(chosen + step, 0), SIZES.length - 1);
  node.dataset.text = SIZES[chosen];
  keep();
  return `Taille du texte : ${SIZES[chosen]} %.`;
}

function keep() {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    return;
  }
}

/** Leaves no trace of the choice. */
export function forgetSize() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    return;
  }
}
