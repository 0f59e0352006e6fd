/** « Quitter vite »: leaves the page at once, for a neutral one, and forgets the discussion here and at the service. */
import { safeAddress } from "./answer.js";
import { forgetSize } from "./textsize.js";
import { forgetToken, recallToken } from "./token.js";

const NEUTRAL_PAGE = "https://www.meteofrance.com";
const PRESSES = 3;
const WITHIN = 5000; // milliseconds
const KEYS = ["Escape", "Shift"];

/** Leaves. The page is emptied first: the next one may take long to come. */
export function leave(postAddress, exitUrl) {
  const token = recallToken();
  if (token) navigator.sendBeacon(postAddress, JSON.stringify({ type: "erase", token }));
  forgetToken();
  forgetSize();
  document.body.replaceChildren();
  replacePage(safeAddress(exitUrl) ?? NEUTRAL_PAGE);
}

/** In a frame, the whole page goes; where the page forbids it, the frame stays empty. */
function replacePage(address) {
  try {
    top.location.replace(address);
  } catch {
    location.replace("about:blank");
  }
}

/** A keydown listener that calls `leaveNow` when Escape, or Shift, is pressed alone three times within five seconds. */
export function exitKeys(leaveNow) {
  let presses = [];
  return ({ key, repeat, timeStamp }) => {
    if (repeat) return;
    const recent = presses.filter((press) => press.key === key && timeStamp - press.timeStamp < WITHIN);
    presses = KEYS.includes(key) ? [...recent, { key, timeStamp }] : [];
    if (presses.length >= PRESSES) leaveNow();
  };
}
