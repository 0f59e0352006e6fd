/** Remembers which discussion this tab holds: one random token, once the panel has been opened, until the tab closes. */
const KEY = "repere";
let kept = null;

/** The token of this tab's discussion, or null. */
export function recallToken() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return kept; // the browser refuses storage: the discussion then lasts as long as the page
  }
}

/** Keeps the token until the tab is closed. */
export function keepToken(token) {
  kept = token;
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    return;
  }
}

/** Forgets the discussion. */
export function forgetToken() {
  kept = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}
