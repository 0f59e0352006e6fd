/** Reads an answer aloud, with a French voice of the device itself: no text is sent to anybody. */
const START = "Écouter";
const STOP = "Arrêter";
let current = null;

/** Starts reading, or stops if this button's answer is being read; `complain` is told when it cannot. */
export function toggleSpeech(button, text, complain) {
  const wasReading = current === button;
  stopSpeech();
  if (wasReading) return;
  if (!canSpeak()) return complain("Cet appareil n'a pas de voix française.");
  current = button;
  button.textContent = STOP;
  const utterance = french(text);
  utterance.onend = utterance.onerror = () => current === button && stopSpeech();
  speechSynthesis.speak(utterance);
}

/** Stops any reading. */
export function stopSpeech() {
  if (!current) return;
  current.textContent = START;
  current = null;
  speechSynthesis.cancel();
}

/** Some voices work far away, on the browser maker's machines: they would hear what the person was told. */
function localVoice() {
  return speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.startsWith("fr"));
}

/** An empty list of voices means that the device keeps its own voice to itself: it speaks all the same. */
function canSpeak() {
  if (!("speechSynthesis" in window)) return false;
  return Boolean(localVoice()) || speechSynthesis.getVoices().length === 0;
}

function french(text) {
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = "fr-FR";
  utterance.voice = localVoice() ?? null;
  return utterance;
}
