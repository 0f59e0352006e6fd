/** The <repere-widget> element: opens and closes the panel, and joins the thread, the field and the connection. */
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { exitKeys, leave } from "./exit.js";
import { buildParts } from "./panel.js";
import { locate } from "./position.js";
import { stopSpeech } from "./speech.js";
import { adjustable, dress, logoAddress, paint } from "./style.js";
import { changeSize, recallSize } from "./textsize.js";
import { Thread } from "./thread.js";
import { recallToken } from "./token.js";

const NARROW = 40; // em of the text as it is shown: under it the panel covers the page
const LOW = 35; // em: under it the panel covers the page too, and scrolls as a whole
const HOME = new URL("..", import.meta.url);
const NEWS = {
  online: "La connexion est revenue.",
  lost: "La connexion est coupée. Nous réessayons.",
  offline: "Vous n'avez plus internet. Vos messages partiront à son retour.",
};

const LOST = "Je n'ai pas pu savoir où vous êtes. Écrivez le nom de votre commune.";

/**
 * Attributes: `server` (address of the service; default: where this script is from), `exit-url`, `color` (#rrggbb), `logo`
 * (address of an image), `full` (the panel is open and fills the page).
 */
export class RepereWidget extends HTMLElement {
  static observedAttributes = ["color"];
  #parts;
  #thread;
  #composer;
  #connection;
  #adjust;
  #dressed;
  #opener;
  #state = "online";

  connectedCallback() {
    if (!this.#parts) this.#build();
    document.addEventListener("keydown", this.#exitKeys);
    addEventListener("resize", this.#refit);
    visualViewport?.addEventListener("resize", this.#fit);
    visualViewport?.addEventListener("scroll", this.#fit);
    this.#dressed.then(() => this.#appear());
  }

  attributeChangedCallback(name, before, color) {
    if (this.#parts) paint(this.#adjust, color);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#exitKeys);
    removeEventListener("resize", this.#refit);
    visualViewport?.removeEventListener("resize", this.#fit);
    visualViewport?.removeEventListener("scroll", this.#fit);
    stopSpeech();
    this.#connection.stop();
  }

  /** Opens the panel and puts the cursor in its field, with this text ready to be sent. */
  async open(text = "") {
    const { panel, launcher } = this.#parts;
    const active = this.shadowRoot.activeElement ?? document.activeElement;
    await this.#dressed;
    if (text) this.#composer.fill(text);
    if (!panel.open) {
      this.#opener = active === document.body ? launcher : active;
      this.#show();
      this.#connection.start();
    }
    this.#composer.focus();
  }

  /** Closes the panel and gives the focus back to what opened it; the discussion goes on. */
  close() {
    this.#parts.panel.close();
    this.#closed();
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    this.#parts = buildParts();
    recallSize(this.#parts.shell);
    this.#adjust = adjustable(root);
    paint(this.#adjust, this.getAttribute("color"));
    const actions = { choose: this.#choose, complain: this.#notify, rate: this.#rate };
    this.#thread = new Thread(this.#parts.history, this.#parts.log, actions);
    this.#composer = new Composer(this.#parts, (text) => this.#write({ text }, text), this.#complain);
    this.#connection = new Connection(new URL(this.getAttribute("server") ?? HOME, location), this.#hearing());
    this.#listen();
    this.#dressed = dress(root).then(() => root.append(this.#parts.shell));
  }

  #appear() {
    if (!this.isConnected) return;
    this.#parts.shell.togglePopover?.(true);
    if (!this.#full) return;
    this.#parts.close.hidden = this.#parts.launcher.hidden = true;
    this.#show();
    this.#connection.start();
  }

  get #full() {
    return this.hasAttribute("full");
  }

  #listen() {
    const { launcher, panel, logo, quit, close, smaller, larger, person, erase, eraseYes, eraseNo } = this.#parts;
    launcher.addEventListener("click", () => (panel.open ? this.close() : this.open()));
    quit.addEventListener("click", this.#leave);
    close.addEventListener("click", () => this.close());
    logo.addEventListener("load", () => { logo.hidden = false; });
    smaller.addEventListener("click", () => this.#resize(-1));
    larger.addEventListener("click", () => this.#resize(1));
    person.addEventListener("click", () => this.#write({ text: "parler à une personne" }, "Parler à une personne"));
    erase.addEventListener("click", () => this.#askToErase(true));
    eraseYes.addEventListener("click", () => this.#erase());
    eraseNo.addEventListener("click", () => this.#askToErase(false));
    panel.addEventListener("keydown", (event) => this.#escape(event));
    panel.addEventListener("close", () => panel.open || this.#closed());
  }

  #hearing() {
    return {
      ready: (thread, isNew) => this.#thread.restore(thread, isNew),
      said: (text) => this.#thread.addUser(text),
      answers: (answers) => this.#answered(answers),
      failed: (sentence, message) => this.#failed(sentence, message),
      erased: () => this.#forgotten(),
      left: () => this.#leftElsewhere(),
      changed: (state, waiting) => this.#changed(state, waiting),
    };
  }

  #write(content, shown) {
    this.#complain("");
    this.#notify(this.#state === "online" ? "" : NEWS[this.#state]);
    this.#thread.addUser(shown);
    this.#connection.send(content, shown);
  }

  #choose = ({ token, label, asks }) => {
    const press = (more) => this.#write({ button: token, label, ...more }, label);
    if (asks !== "position") return press({});
    locate().then((position) => press({ position }), () => this.#complain(LOST));
  };

  #rate = (opinion) => {
    const told = this.#connection.rate(opinion);
    this.#complain(told ? "" : "Votre avis n'est pas parti : la connexion est coupée. Réessayez bientôt.");
    return told;
  };

  #answered(answers) {
    this.#thread.addAnswers(answers);
    if (!this.#parts.panel.open) this.#parts.launcher.textContent = "Lire la réponse";
  }

  #failed(sentence, message) {
    this.#complain(sentence);
    if (message?.text && this.#composer.empty) this.#composer.fill(message.text);
  }

  #forgotten() {
    stopSpeech();
    this.#thread.clear();
    this.#complain("");
    this.#notify("La discussion est effacée.");
  }

  #changed(state, waiting) {
    const writing = waiting && state === "online" ? "Le service écrit…" : "";
    if (this.#parts.writing.textContent !== writing) {
      this.#parts.writing.textContent = writing;
      if (writing) this.#parts.writing.scrollIntoView({ block: "nearest" });
    }
    if (state === "opening" || state === this.#state) return;
    this.#notify(NEWS[state]);
    this.#state = state;
  }

  #complain = (sentence) => {
    this.#parts.trouble.textContent = sentence;
    if (sentence) this.#parts.writing.scrollIntoView({ block: "end" });
  };

  #notify = (sentence) => {
    this.#parts.notice.textContent = sentence;
  };

  #askToErase(asked) {
    this.#parts.confirm.hidden = !asked;
    (asked ? this.#parts.eraseYes : this.#parts.erase).focus();
  }

  #erase() {
    this.#askToErase(false);
    if (!this.#connection.erase()) this.#complain("Rien n'est effacé : la connexion est coupée. Réessayez bientôt.");
  }

  #escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (!this.#full) this.close();
  }

  #leave = () => {
    this.#connection.leave();
    leave(this.#connection.postAddress, this.getAttribute("exit-url"));
  };

  /** « Quitter vite » in another tab: nothing of the discussion stays to be seen in this one. */
  #leftElsewhere() {
    this.#thread.clear();
    this.#composer.fill("");
    this.#full ? this.#connection.start() : this.#parts.panel.close();
  }

  #exitKeys = exitKeys(() => (this.#connection.started || recallToken()) && this.#leave());

  #show() {
    const { panel, launcher } = this.#parts;
    this.#fit();
    this.#showLogo();
    const covers = this.#arrange();
    if (this.#full) panel.setAttribute("open", ""); // show() would take the focus from the page around a frame
    else covers ? panel.showModal() : panel.show();
    launcher.setAttribute("aria-expanded", "true");
    launcher.textContent = "Poser une question";
  }

  /** Not before the panel is open: until then nothing is asked of anybody. */
  #showLogo() {
    const address = logoAddress(this.getAttribute("logo"));
    if (address && !this.#parts.logo.src) this.#parts.logo.src = address;
  }

  #closed() {
    if (this.#parts.launcher.getAttribute("aria-expanded") === "false") return;
    this.#parts.launcher.setAttribute("aria-expanded", "false");
    stopSpeech();
    (this.#opener.isConnected ? this.#opener : this.#parts.launcher).focus();
  }

  /** Says whether the panel must cover the page. Sizes are compared with the text, which the person may enlarge. */
  #arrange() {
    const { panel, shell } = this.#parts;
    const em = shell.dataset.text / 100;
    const isLow = matchMedia(`(max-height: ${LOW * em}em)`).matches;
    const covers = this.#full || isLow || matchMedia(`(max-width: ${NARROW * em}em)`).matches;
    panel.classList.toggle("low", isLow);
    panel.classList.toggle("whole", covers);
    return covers;
  }

  /** A phone that turns, a page that is zoomed, a text enlarged: the panel covers the page (modal) or stands beside it. */
  #refit = () => {
    const { panel } = this.#parts;
    const covered = panel.classList.contains("whole");
    if (!panel.open || this.#arrange() === covered) return;
    const focused = this.shadowRoot.activeElement;
    panel.close();
    this.#show();
    focused?.focus();
  };

  #resize(step) {
    this.#notify(changeSize(this.#parts.shell, step));
    this.#refit();
  }

  /** Keeps the whole panel, « Quitter vite » included, above the keyboard of a phone. */
  #fit = () => {
    if (!window.visualViewport || visualViewport.scale > 1.01) return;
    this.#adjust("--top", `${visualViewport.offsetTop}px`);
    this.#adjust("--height", `${visualViewport.height}px`);
  };
}
