/** The <repere-widget> element: opens and closes the panel, and joins the thread, the field and the connection. */
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { exitKeys, leave } from "./exit.js";
import { buildParts } from "./panel.js";
import { locate } from "./position.js";
import { stopSpeech } from "./speech.js";
import { adjustable, dress, paint } from "./style.js";
import { Thread } from "./thread.js";
import { recallToken } from "./token.js";

const FULL_SCREEN = matchMedia("(max-width: 40em), (max-height: 35em)"); // the same words as in widget.css
const HOME = new URL("..", import.meta.url);
const NEWS = {
  online: "La connexion est revenue.",
  lost: "La connexion est coupée. Nous réessayons.",
  offline: "Vous n'avez plus internet. Vos messages partiront à son retour.",
};

const LOST = "Je n'ai pas pu savoir où vous êtes. Écrivez le nom de votre commune.";

/** Attributes: `server` (address of the service; default: where this script is from), `exit-url`, `color` (#rrggbb). */
export class RepereWidget extends HTMLElement {
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
    FULL_SCREEN.addEventListener("change", this.#refit);
    visualViewport?.addEventListener("resize", this.#fit);
    visualViewport?.addEventListener("scroll", this.#fit);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#exitKeys);
    FULL_SCREEN.removeEventListener("change", this.#refit);
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
    this.#adjust = adjustable(root);
    paint(this.#adjust, this.getAttribute("color"));
    this.#thread = new Thread(this.#parts.history, this.#parts.log, { choose: this.#choose, complain: this.#notify });
    this.#composer = new Composer(this.#parts, (text) => this.#write({ text }, text), this.#complain);
    this.#connection = new Connection(new URL(this.getAttribute("server") ?? HOME, location), this.#hearing());
    this.#listen();
    this.#dressed = dress(root).then(() => root.append(this.#parts.panel, this.#parts.launcher));
  }

  #listen() {
    const { launcher, panel, quit, close, person, erase, eraseYes, eraseNo } = this.#parts;
    launcher.addEventListener("click", () => (panel.open ? this.close() : this.open()));
    quit.addEventListener("click", this.#leave);
    close.addEventListener("click", () => this.close());
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
      answers: (answers) => this.#answered(answers),
      failed: (sentence, message) => this.#failed(sentence, message),
      erased: () => this.#forgotten(),
      changed: (state, waiting) => this.#changed(state, waiting),
    };
  }

  #write(content, shown) {
    this.#complain("");
    this.#notify(this.#state === "online" ? "" : NEWS[this.#state]);
    this.#thread.addUser(shown);
    this.#connection.send(content);
  }

  #choose = ({ token, label, asks }) => {
    const press = (more) => this.#write({ button: token, label, ...more }, label);
    if (asks !== "position") return press({});
    locate().then((position) => press({ position }), () => this.#complain(LOST));
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
    if (this.#parts.writing.textContent !== writing) this.#parts.writing.textContent = writing;
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
    this.close();
  }

  #leave = () => leave(this.#connection.postAddress, this.getAttribute("exit-url"));

  #exitKeys = exitKeys(() => (this.#connection.started || recallToken()) && this.#leave());

  #show() {
    const { panel, launcher } = this.#parts;
    this.#fit();
    FULL_SCREEN.matches ? panel.showModal() : panel.show();
    launcher.setAttribute("aria-expanded", "true");
    launcher.textContent = "Poser une question";
  }

  #closed() {
    if (this.#parts.launcher.getAttribute("aria-expanded") === "false") return;
    this.#parts.launcher.setAttribute("aria-expanded", "false");
    stopSpeech();
    (this.#opener.isConnected ? this.#opener : this.#parts.launcher).focus();
  }

  /** A phone that turns, or a page that is zoomed: the panel covers the page (modal) or stands beside it. */
  #refit = () => {
    if (!this.#parts.panel.open) return;
    const focused = this.shadowRoot.activeElement;
    this.#parts.panel.close();
    this.#show();
    focused?.focus();
  };

  /** Keeps the whole panel, « Quitter vite » included, above the keyboard of a phone. */
  #fit = () => {
    if (!window.visualViewport || visualViewport.scale > 1.01) return;
    this.#adjust("--top", `${visualViewport.offsetTop}px`);
    this.#adjust("--height", `${visualViewport.height}px`);
  };
}
