/** The other tabs open on this site: all of them share one discussion, and none keeps it once the last one is closed. */
const NAME = "repere";

export class Tabs {
  #channel = null;
  #hear;

  /** `hear` has one function for each `type` of message that another tab may send. */
  constructor(hear) {
    this.#hear = hear;
  }

  /** Begins to listen; a browser that has no such channel, or refuses it, leaves this tab alone. */
  join() {
    if (this.#channel) return;
    try {
      this.#channel = new BroadcastChannel(NAME);
      this.#channel.onmessage = ({ data }) => this.#hear[data.type]?.(data);
    } catch {
      return;
    }
  }

  /** Tells all the others. */
  tell(message) {
    this.#channel?.postMessage(message);
  }

  /** Listens no more. */
  leave() {
    this.#channel?.close();
    this.#channel = null;
  }
}
