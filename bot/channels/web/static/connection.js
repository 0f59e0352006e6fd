/** Keeps the line to the service open, and keeps every message until it has been answered. */
import { uuid } from "./identifier.js";
import { openPost, openSocket } from "./links.js";
import { forgetToken, keepToken, recallToken } from "./token.js";

const ANSWER_LIMIT = 20000; // milliseconds of silence before the line is taken for dead and opened again
const LISTENING_EVERY = 20000; // milliseconds between two questions on a line that hears nothing by itself
const LONGEST_PAUSE = 15000; // milliseconds between two attempts to connect

/** `hear` is told: ready(thread, isNew), answers(list), failed(sentence, message), erased(), changed(state, waiting). */
export class Connection {
  #base;
  #hear;
  #link = null;
  #ready = false;
  #running = false;
  #attempt = 0; // what an older link says is ignored
  #failures = 0;
  #waiting = new Map();
  #silence;
  #next;

  constructor(base, hear) {
    this.#base = base;
    this.#hear = hear;
  }

  /** Connects; does nothing when already running. */
  start() {
    if (this.#running) return;
    this.#running = true;
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#tell);
    this.#connect();
  }

  /** Hangs up for good: unanswered messages are dropped. */
  stop() {
    this.#running = false;
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#tell);
    this.#waiting.clear();
    this.#hangUp();
  }

  /** Sends a text or a button now or as soon as possible, and again until it is answered. */
  send(content) {
    const message = { type: "message", id: uuid(), ...content };
    this.#waiting.set(message.id, message);
    if (this.#ready) this.#link.send(message);
    this.#expectAnswer();
    this.#tell();
  }

  /** Asks the service to forget the discussion; false when it cannot be reached. */
  erase() {
    if (this.#ready) this.#link.send({ type: "erase" });
    return this.#ready;
  }

  /** True once the person has opened the panel. */
  get started() {
    return this.#running;
  }

  /** Where a message may be posted. */
  get postAddress() {
    return new URL("web/messages", this.#base);
  }

  async #connect() {
    const attempt = ++this.#attempt;
    const receive = (message) => attempt === this.#attempt && this.#receive(message);
    const lost = () => attempt === this.#attempt && this.#lost();
    const link = await openSocket(this.#socketAddress, receive, lost)
      .catch(() => openPost(this.postAddress, recallToken, receive, lost));
    if (attempt !== this.#attempt) return link.close();
    this.#link = link;
    this.#hello();
  }

  get #socketAddress() {
    const address = new URL("web/ws", this.#base);
    address.protocol = address.protocol.replace("http", "ws");
    return address;
  }

  #hello() {
    this.#link.send({ type: "hello", token: recallToken() });
    this.#expectAnswer();
  }

  #receive(message) {
    clearTimeout(this.#silence);
    if (message.type === "ready") this.#welcome(message);
    if (message.type === "answers") this.#answered(message);
    if (message.type === "error") this.#failed(message);
    if (message.type === "erased") this.#erased();
    if (this.#waiting.size) this.#expectAnswer();
    this.#tell();
  }

  #welcome({ token, thread }) {
    const isNew = recallToken() !== token;
    keepToken(token);
    this.#hear.ready(thread, isNew);
    if (!this.#ready) this.#waiting.forEach((message) => this.#link.send(message));
    this.#ready = true;
    this.#failures = 0;
    if (this.#link.deaf) this.#later(() => this.#hello(), LISTENING_EVERY);
  }

  #answered({ id, answers }) {
    this.#waiting.delete(id);
    this.#hear.answers(answers);
  }

  #failed({ id, message }) {
    const refused = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#hear.failed(message, refused);
  }

  #erased() {
    forgetToken();
    this.#waiting.clear();
    this.#hear.erased();
    this.#hangUp();
    this.#connect();
  }

  #expectAnswer() {
    clearTimeout(this.#silence);
    if (this.#link) this.#silence = setTimeout(() => this.#lost(), ANSWER_LIMIT);
  }

  #lost() {
    this.#hangUp();
    this.#failures += 1;
    this.#later(() => this.#connect(), Math.min(500 * 2 ** this.#failures, LONGEST_PAUSE));
    this.#tell();
  }

  #hangUp() {
    this.#attempt += 1;
    clearTimeout(this.#silence);
    clearTimeout(this.#next);
    this.#link?.close();
    this.#link = null;
    this.#ready = false;
  }

  #later(action, delay) {
    clearTimeout(this.#next);
    this.#next = setTimeout(action, delay);
  }

  #hurry = () => {
    if (!this.#link) this.#later(() => this.#connect(), 0);
    this.#tell();
  };

  get #state() {
    if (!navigator.onLine) return "offline";
    if (this.#ready) return "online";
    return this.#failures ? "lost" : "opening";
  }

  #tell = () => this.#hear.changed(this.#state, this.#waiting.size);
}
