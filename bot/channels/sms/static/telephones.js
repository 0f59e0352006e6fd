/** The telephones of this visit: made-up numbers, remembered until the tab is closed. */
const KEPT = "simulateur-sms";
const MADE_UP = /^063998\d{4}$/; // kept by the regulator for fiction

/** « 06 39 98 12 34 ». */
export function readable(number) {
  return number.replace(/\d\d(?=\d)/g, "$& ");
}

/** Ten figures out of what was typed (a random number out of nothing), or null if somebody may have that number. */
export function madeUp(typed) {
  const figures = typed.replace(/[\s.-]/g, "").replace(/^(\+33|0033)/, "0");
  if (!figures) return random();
  return MADE_UP.test(figures) ? figures : null;
}

/** The numbers of this visit; two at first. */
export function recall() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]").filter((number) => MADE_UP.test(number));
  return kept.length ? kept : keep([random(), random()]);
}

export function keep(numbers) {
  sessionStorage.setItem(KEPT, JSON.stringify(numbers));
  return numbers;
}

function random() {
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  return `063998${String(drawn % 10000).padStart(4, "0")}`;
}
