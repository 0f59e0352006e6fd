/** Keeps the line to the service open, and keeps every message until it has been answered. */
import { openPost, openSocket } from "./links.js";
import { Tabs } from "./tabs.js";
import { forgetToken, keepToken, recallToken } from "./token.js";

const ANSWER_LIMIT = 20000; // milliseconds of silence before the line is taken for dead and opened again
const LISTENING_EVERY = 20000; // milliseconds between two questions on a line that hears nothing by itself
const LONGEST_PAUSE = 15000; // milliseconds between two attempts to connect
const NEIGHBOURS = 150; // milliseconds left to another tab to say which discussion it holds
const SUCCESSOR = 2000; // milliseconds left to the tab that erased it to say which discussion comes next

/** `hear` is told: ready(thread, isNew), said(text) in another tab, answers(list), failed(sentence, message), erased(),
 *  left(), changed(state, waiting). */
export class Connection {
  #base;
  #hear;
  #link = null;
  #ready = false;
  #running = false;
  #attempt = 0; // what an older link says is ignored
  #failures = 0;
  #waiting = new Map();
  #welcomed = false; // until then the thread is not shown, and comes whole
  #tabs = new Tabs(this.#hearing());
  #silence;
  #next;

  constructor(base, hear) {
    this.#base = base;
    this.#hear = hear;
    if (recallToken()) this.#tabs.join(); // to tell a new tab which discussion this one holds
  }

  /** Connects, to the discussion of another tab if there is one; does nothing when already running. */
  start() {
    if (this.#running) return;
    this.#running = true;
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#tell);
    this.#tabs.join();
    this.#tabs.tell({ type: "who" });
    this.#later(() => this.#connect(), recallToken() ? 0 : NEIGHBOURS);
  }

  /** Hangs up for good: unanswered messages are dropped. */
  stop() {
    this.#running = false;
    this.#welcomed = false;
    this.#tabs.leave();
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#tell);
    this.#waiting.clear();
    this.#hangUp();
  }

  /** Sends a text or a button now or as soon as possible, and again until it is answered; `shown` is for the other tabs. */
  send(content, shown) {
    this.#tabs.tell({ type: "said", text: shown });
    const message = { type: "message", id: newId(), ...content };
    this.#waiting.set(message.id, message);
    if (this.#ready) this.#link.send(message);
    this.#expectAnswer();
    this.#tell();
  }

  /** Asks the service to forget the discussion; false when it cannot be reached. */
  erase() {
    return this.#ask({ type: "erase" });
  }

  /** Says whether an answer helped; false when the service cannot be reached. */
  rate(opinion) {
    return this.#ask({ type: "feedback", ...opinion });
  }

  #ask(request) {
    if (this.#ready) this.#link.send(request);
    return this.#ready;
  }

  /** Tells the other tabs that the person leaves in haste. */
  leave() {
    this.#tabs.tell({ type: "left" });
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
    if (isNew) this.#tabs.tell({ type: "token", token });
    this.#welcomed = true;
    this.#hear.ready(thread, isNew);
    if (!this.#ready) this.#waiting.forEach((message) => this.#link.send(message));
    this.#ready = true;
    this.#failures = 0;
    if (this.#link.deaf) this.#later(() => this.#hello(), LISTENING_EVERY);
  }

  #answered({ id, answers }) {
    this.#waiting.delete(id);
    this.#tabs.tell({ type: "answers", answers });
    this.#hear.answers(answers);
  }

  #failed({ id, message }) {
    const refused = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#hear.failed(message, refused);
  }

  #erased() {
    this.#tabs.tell({ type: "erased" });
    this.#startAgain(0);
  }

  #startAgain(delay) {
    forgetToken();
    this.#waiting.clear();
    this.#hear.erased();
    this.#hangUp();
    if (this.#running) this.#later(() => this.#connect(), delay);
  }

  /** What another tab says. A tab that holds no discussion takes the first one that it is told of. */
  #hearing() {
    return {
      who: () => recallToken() && this.#tabs.tell({ type: "token", token: recallToken() }),
      token: ({ token }) => recallToken() || this.#adopt(token),
      said: ({ text }) => this.#welcomed && this.#hear.said(text),
      answers: ({ answers }) => this.#welcomed && this.#hear.answers(answers),
      erased: () => this.#startAgain(SUCCESSOR),
      left: () => this.#left(),
    };
  }

  #left() {
    forgetToken();
    this.stop();
    this.#hear.left();
  }

  #adopt(token) {
    keepToken(token);
    this.#hangUp();
    if (this.#running) this.#connect();
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

/** Names a message once, so that one sent twice is answered once; crypto.randomUUID exists only on https pages. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
