/** The field where a message is written: Enter sends, Shift + Enter goes to the next line, 2 000 characters at most. */
const LONGEST = 2000;
const NEAR = 200; // characters left when the counter begins to show
const COUNT_AFTER = 600; // milliseconds without typing, so that a screen reader does not read every count

export class Composer {
  #form;
  #field;
  #counter;
  #timer;
  #send;
  #refuse;

  /** `send(text)` takes a message that may go; `refuse(sentence)` is told why one may not. */
  constructor({ form, field, counter }, send, refuse) {
    this.#form = form;
    this.#field = field;
    this.#counter = counter;
    this.#send = send;
    this.#refuse = refuse;
    form.addEventListener("submit", (event) => this.#submit(event));
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("input", () => this.#countSoon());
  }

  /** Puts a text in the field, to be read again before it is sent. */
  fill(text) {
    this.#field.value = text;
    this.#count();
  }

  /** True when nothing is written. */
  get empty() {
    return !this.#field.value.trim();
  }

  /** Puts the cursor at the end of the field. */
  focus() {
    this.#field.focus();
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const excess = this.#field.value.length - LONGEST;
    this.focus();
    if (this.empty) return this.#refuse("Écrivez d'abord votre message.");
    if (excess > 0) return this.#refuse(`Votre message est trop long. Enlevez ${characters(excess)}.`);
    this.#send(this.#field.value.trim());
    this.fill("");
  }

  #countSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#count(), COUNT_AFTER);
  }

  #count() {
    const left = LONGEST - this.#field.value.length;
    this.#field.setAttribute("aria-invalid", left < 0);
    const sentence = left < 0 ? `${characters(-left)} de trop` : `Encore ${characters(left)}`;
    this.#counter.textContent = left > NEAR ? "" : sentence;
  }
}

function characters(count) {
  return `${count} caractère${count > 1 ? "s" : ""}`;
}
