/** Where the person is, asked of the browser only after they pressed a button, and told to about a hundred metres. */
const PATIENCE = 15000; // milliseconds
const RECENT = 60000; // milliseconds during which an earlier position still holds

/** Resolves to { latitude, longitude } in degrees; rejects when they refuse or when nobody can tell. */
export function locate() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no geolocation"));
    const found = ({ coords }) => resolve({ latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) });
    navigator.geolocation.getCurrentPosition(found, reject, { maximumAge: RECENT, timeout: PATIENCE });
  });
}

function rounded(degrees) {
  return Number(degrees.toFixed(3));
}
