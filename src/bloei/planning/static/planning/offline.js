// Learning time where there is no connection: how it went, what waits to be sent, what is to come.
// The page holds nothing; what it shows was kept on this device while there was a connection.
import { FACTS, UNSENT, put, remove, row, rows } from "../foundation/kept.js";
import { hear, keep, send, tell, whose } from "../foundation/sending.js";

const place = document.getElementById("offline");
const words = place.dataset;
const ROOM = "time";
const SHORTEST = 1000, LONGEST = 60_000; // milliseconds between two looks
let state = "waiting"; // waiting, offline, signed-out, fresh, stranger
let pause = SHORTEST;
let again = 0;

const part = (name) => place.querySelector(`[data-part="${name}"]`);
const copy = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
const fill = (item, name, text) => (item.querySelector(`[data-is="${name}"]`).textContent = text);

/** Fetch the facts anew and keep them, if this is a device of one's own. */
async function refresh() {
  const me = await whose(words.device);
  if (!me) return (state = "offline");
  if (!me.signed_in) return (state = "signed-out");
  try {
    const answer = await fetch(words.facts, { cache: "no-store" });
    const facts = await answer.json();
    if (!facts.mark) return (state = "stranger");
    await put(FACTS, { name: ROOM, mark: facts.mark, at: Date.now(), facts });
    state = "fresh";
  } catch {
    state = "offline";
  }
}

async function draw() {
  const [kept, unsent] = [await row(FACTS, ROOM), await rows(UNSENT)];
  // The clock of the device may be days off: time goes on from what the server said.
  const now = kept ? kept.facts.now + Date.now() - kept.at : 0;
  const said = new Set(unsent.map((one) => one.url));
  const blocks = (kept?.facts.blocks ?? []).filter((one) => !said.has(one.url));
  show("how", blocks.filter((one) => one.until <= now), (one) => question(one, kept.mark));
  show("unsent", unsent, waiting);
  show("coming", blocks.filter((one) => one.until > now), toCome);
  part("nothing").hidden = Boolean(blocks.length || unsent.length) || state === "waiting";
  fill(place, "state", words[state === "signed-out" ? "signedOut" : state]);
  fill(place, "fetched", kept && state !== "fresh" ? `${words.fetched} ${kept.facts.fetched}.` : "");
  part("sign-in").hidden = state !== "signed-out";
}

/** Show a list; what did not change stays as it is, with what somebody is typing in it. */
function show(name, all, drawn) {
  const list = part(name).querySelector("ul");
  const stood = new Map([...list.children].map((item) => [item.dataset.what, item]));
  const items = all.map((one) => {
    const what = JSON.stringify(one);
    const item = stood.get(what) ?? drawn(one);
    item.dataset.what = what;
    return item;
  });
  part(name).hidden = !items.length;
  const same = items.length === list.children.length && items.every((item, at) => item === list.children[at]);
  if (!same) list.replaceChildren(...items);
}

function question(block, mark) {
  const item = copy("one-question");
  fill(item, "title", block.title);
  fill(item, "when", `${block.when} · ${block.hours}`);
  for (const [minutes, hours] of block.shorter) item.querySelector("select").append(new Option(hours, minutes));
  item.querySelector("[data-shorter]").hidden = !block.shorter.length;
  item.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(event.target, event.submitter);
    const minutes = Number(given.get("minutes") ?? block.minutes);
    const because = String(given.get("because") ?? "");
    say(block, mark, minutes, because);
  });
  return item;
}

function waiting(one) {
  const item = copy("one-answer");
  fill(item, "title", one.about);
  fill(item, "said", one.words);
  fill(item, "why", one.refused ? `${words.refused} ${one.refused === "–" ? words.gone : one.refused}` : words.kept);
  const button = item.querySelector("button");
  button.textContent = one.refused ? words.seen : words.takeBack;
  button.addEventListener("click", async () => {
    await remove(UNSENT, one.key);
    tell();
    await draw();
    part("heading").focus();
  });
  return item;
}

function toCome(block) {
  const item = copy("one-to-come");
  fill(item, "title", block.title);
  fill(item, "when", block.when);
  fill(item, "hours", block.hours);
  return item;
}

/** Keep an answer and try to send it at once. */
async function say(block, mark, minutes, because) {
  const short = block.shorter.find(([one]) => one === minutes)?.[1];
  const told = minutes ? short || words.done : `${words.lapsed} ${because}`;
  const about = `${block.title} · ${block.when}`;
  await keep({ mark, url: block.url, fields: { minutes, because }, about, words: told });
  await draw();
  part("heading").focus();
  fill(place, "said", `${about}: ${told}. ${words.kept}`);
  const ready = await navigator.serviceWorker?.getRegistration();
  await ready?.sync?.register("send").catch(() => {});
  await update();
}

/** Send and fetch what can be; while there is no connection, look again now and then. */
async function update() {
  clearTimeout(again);
  await send(words.device);
  await refresh();
  await draw();
  pause = state === "offline" ? Math.min(2 * pause, LONGEST) : SHORTEST;
  if (state === "offline") again = setTimeout(update, pause);
}

function begin() {
  pause = SHORTEST; // a network that has just come back often needs a moment
  return update();
}

hear(() => (state === "fresh" ? draw() : begin())); // another tab could send: then so can we
addEventListener("online", begin);
addEventListener("offline", update);
await draw();
await update();
place.dataset.ready = "yes";
