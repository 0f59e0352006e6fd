/** The two ways to reach the service: a WebSocket, or plain POST requests where a WebSocket cannot open. */
const OPENING_LIMIT = 5000; // milliseconds; some proxies never answer the request to open a WebSocket

/** Resolves to a link once the socket is open; rejects when it cannot open. */
export function openSocket(url, receive, lost) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const limit = setTimeout(() => socket.close(), OPENING_LIMIT);
    let ended = reject;
    socket.addEventListener("open", () => {
      clearTimeout(limit);
      ended = lost;
      resolve(socketLink(socket));
    });
    socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
    for (const end of ["error", "close"]) { // a socket that the page's policy refuses may never say « close »
      socket.addEventListener(end, () => {
        clearTimeout(limit);
        ended();
      });
    }
  });
}

function socketLink(socket) {
  return {
    deaf: false,
    send: (message) => socket.send(JSON.stringify(message)),
    close: () => socket.close(),
  };
}

/** A link that posts one message at a time; deaf: it hears nothing that it did not ask for. */
export function openPost(url, token, receive, lost) {
  const ending = new AbortController();
  let queue = Promise.resolve();
  const post = (message) => postJson(url, { token: token(), ...message }, ending.signal);
  return {
    deaf: true,
    send: (message) => {
      queue = queue.then(() => post(message).then((reply) => queueMicrotask(() => receive(reply)), lost));
    },
    close: () => ending.abort(),
  };
}

/** The body stays text/plain: another site's page may then post it without asking first (no CORS preflight). */
async function postJson(url, message, signal) {
  const response = await fetch(url, {
    method: "POST", body: JSON.stringify(message), credentials: "omit", cache: "no-store", signal,
  });
  return response.json();
}
