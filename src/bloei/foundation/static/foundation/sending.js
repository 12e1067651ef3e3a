// Answers that could not be sent wait here, each with a key that is made once. The server takes a
// key once and lets what was said last stand, so sending twice, late or in another order is safe.
import { UNSENT, only, put, remove, rows } from "./kept.js";

const told = "BroadcastChannel" in self ? new BroadcastChannel("bloei") : null;
const AGAIN = [401, 403, 408, 429]; // it may go well later; any other refusal stays one

/** Tell every open page that something changed; `then` hears it from the others. */
export const tell = () => told?.postMessage("changed");
export const hear = (then) => told?.addEventListener("message", then);

/** Say whose things may be kept here, with the token for forms; null: there is no connection. */
export async function whose(device) {
  try {
    const answer = await fetch(device, { cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Keep an answer until it is sent. The newest about the same thing takes the place of the others. */
export async function keep({ mark, url, fields, about, words }) {
  for (const other of await rows(UNSENT)) if (other.url === url) await remove(UNSENT, other.key);
  const key = crypto.randomUUID();
  await put(UNSENT, { key, mark, url, fields, about, words, said: Date.now(), refused: "" });
  tell();
  return key;
}

/** Send what waits, one tab at a time; without a connection it goes on waiting. True: something went. */
export function send(device) {
  if (!navigator.locks) return sendAll(device);
  return navigator.locks.request("bloei-sending", () => sendAll(device));
}

async function sendAll(device) {
  const waiting = (await rows(UNSENT)).filter((one) => !one.refused);
  if (!waiting.length) return false;
  const me = await whose(device);
  if (!me?.signed_in) return false;
  await only(me.whose);
  for (const one of waiting.filter((other) => other.mark === me.whose)) {
    if (!(await sendOne(one, me.token))) break;
  }
  tell();
  return true;
}

/** Send one answer; false: the next one need not be tried now. */
async function sendOne(one, token) {
  const age = Math.max(0, Date.now() - one.said);
  const body = new URLSearchParams({ ...one.fields, key: one.key, age, csrfmiddlewaretoken: token });
  let answer;
  try {
    const headers = { Accept: "application/json" };
    answer = await fetch(one.url, { method: "POST", body, headers, redirect: "error" });
  } catch {
    return false;
  }
  if (answer.ok) await remove(UNSENT, one.key);
  else if (answer.status < 500 && !AGAIN.includes(answer.status)) {
    await put(UNSENT, { ...one, refused: await sentence(answer) });
  } else return false;
  return true;
}

async function sentence(answer) {
  try {
    return (await answer.json()).sentence || "–";
  } catch {
    return "–"; // such as a page that says that it is not there any more
  }
}
