// The week by mouse, touch and keyboard. Without script the same is done by the links and the
// form of the page; here a moment is drawn on the grid, and the card beside it follows.
import { hold } from "./hold.js";

const SLOT = 30; // minutes
const HOUR = 60;
const EDGE = 8; // pixels at the end of the draft that make it longer or shorter
const STILL = 6; // pixels within which a drag is a click
const PAUSE = 200; // milliseconds after the last key before the server is asked

const planner = document.getElementById("planner");
const grid = planner.querySelector(".week");
const said = document.getElementById("said");
const tracks = [...grid.querySelectorAll(".week__track")];
const first = Number(grid.dataset.first) * HOUR;
const last = first + Number(grid.dataset.slots) * SLOT;
const words = planner.dataset;
const [away, leave] = ["away", "leave"].map((name) => planner.querySelector(`[data-${name}-moved]`));
const dot = document.documentElement.lang.startsWith("nl") ? "." : ":";

let draft = read(grid.querySelector(".week__draft"));
let before = draft && { ...draft };
let looking = 0;
let answer = Promise.resolve();

function read(item) {
  if (!item) return null;
  const { start, until, move = "" } = item.dataset;
  return { on: item.parentElement.dataset.on, start: Number(start), until: Number(until), move };
}

const clock = (minute) => `${Math.floor(minute / HOUR)}${dot}${String(minute % HOUR).padStart(2, "0")}`;
const value = (minute) => `${String(Math.floor(minute / HOUR) % 24).padStart(2, "0")}:${String(minute % HOUR).padStart(2, "0")}`;
const times = ({ start, until }) => `${clock(start)}\u00a0–\u2060\u00a0${clock(until)}`;
const trackOf = (on) => tracks.find((track) => track.dataset.on === on);
const isGrid = () => getComputedStyle(grid.querySelector(".week__hours")).display !== "none";

/** Say it to who cannot see the card; what only stands here is shown to everybody. */
function say(text, isShown = false) {
  said.classList.toggle("sr-only", !isShown);
  said.textContent = text;
}

function itemOf() {
  let item = grid.querySelector(".week__draft");
  if (!item) item = document.getElementById("draft").content.firstElementChild.cloneNode(true);
  return item;
}

/** Draw the draft where it is now, in its order among the pieces of its day. */
function draw() {
  const item = itemOf();
  const focused = item.contains(document.activeElement);
  const track = trackOf(draft.on);
  item.className = `week__draft from-${(draft.start - first) / SLOT + 1} for-${(draft.until - draft.start) / SLOT}`;
  item.querySelector("time").textContent = times(draft);
  item.querySelector(".block__at").textContent = `${clock(draft.start)} `;
  item.querySelector(".block__name").textContent = draft.move ? words.moved : words.fresh;
  const next = [...track.children].find((one) => one !== item && Number(one.dataset.start) > draft.start);
  track.insertBefore(item, next ?? null);
  if (focused) item.querySelector("button").focus();
  for (const one of grid.querySelectorAll("[data-block]")) {
    one.classList.toggle("week__leaving", one.dataset.block === draft.move);
  }
  showMoving();
}

/** Show what a finger can do with a block that it has taken hold of. */
function showMoving() {
  away.hidden = leave.hidden = !draft?.move;
  away.textContent = words.away;
  for (const one of grid.querySelectorAll("[data-sure]")) delete one.dataset.sure;
}

/** Take another moment: drawn at once, said at once, and looked at when the hand rests. */
function choose(moment) {
  draft = fitted(moment);
  draw();
  say(`${trackOf(draft.on).parentElement.getAttribute("aria-label")}, ${times(draft)}`);
  clearTimeout(looking);
  answer = new Promise((done) => {
    looking = setTimeout(() => look().then(done), PAUSE);
  });
}

/** Return the moment kept inside the grid, without changing how long it is where that can be. */
function fitted(moment) {
  const length = Math.min(Math.max(moment.until - moment.start, SLOT), last - first);
  const start = Math.min(Math.max(moment.start, first), last - length);
  return { ...moment, start, until: start + length };
}

function query() {
  const told = new URLSearchParams({ on: draft.on, start: value(draft.start), until: value(draft.until) });
  if (draft.move) told.set("move", draft.move);
  const what = planner.querySelector("#moment [name=participation]")?.value;
  if (what && !draft.move) told.set("participation", what);
  return told;
}

async function look() {
  const told = query();
  let found;
  try {
    found = await fetch(`${words.moment}?${told}`, { headers: { "X-Requested-With": "fetch" } });
  } catch {
    return say(words.offline, true);
  }
  if (!found.ok || found.redirected) return location.reload();
  if (String(query()) !== String(told)) return; // the hand went on meanwhile
  const place = document.getElementById("moment");
  place.innerHTML = await found.text();
  const card = place.firstElementChild;
  const can = ["fix", "ask"].includes(card.dataset.does);
  itemOf().querySelector(".block").classList.toggle("block--no", !can);
  say(`${card.querySelector("h2").textContent}. ${card.querySelector(".sub").textContent}`);
  history.replaceState(null, "", `${words.week}?${told}`);
}

async function fix() {
  await answer;
  const card = document.getElementById("moment").firstElementChild;
  if (card.dataset.does === "fix") return card.requestSubmit();
  card.querySelector("textarea, input[type=radio]:checked, a")?.focus();
}

function reset() {
  clearTimeout(looking);
  const moved = draft.move;
  if (!before) return clear();
  choose(before);
  const origin = moved && !before.move && grid.querySelector(`[data-block="${moved}"] .block`);
  (origin || itemOf().querySelector("button")).focus();
}

function clear() {
  draft = null;
  grid.querySelector(".week__draft")?.remove();
  grid.querySelector(".week__leaving")?.classList.remove("week__leaving");
  showMoving();
}

/** Go to the day before or after; at the edge of the week to the next week. */
function toDay(moment, step) {
  const at = tracks.indexOf(trackOf(moment.on)) + step;
  if (tracks[at]) return choose({ ...moment, on: tracks[at].dataset.on });
  const day = new Date(`${step < 0 ? words.before : words.after}T12:00`);
  if (step < 0) day.setDate(day.getDate() + 4); // the Friday of the week before
  draft = { ...moment, on: day.toLocaleDateString("sv") };
  location.assign(`${words.week}?${query()}#chosen`);
}

function arrow(moment, event) {
  const step = { ArrowUp: -SLOT, ArrowDown: SLOT }[event.key];
  if (step === undefined) return toDay(moment, event.key === "ArrowLeft" ? -1 : 1);
  const start = event.shiftKey ? moment.start : moment.start + step;
  const until = Math.min(moment.until + step, last);
  if (start >= first && until > start) choose({ ...moment, start, until });
}

grid.addEventListener("keydown", (event) => {
  const item = event.target.closest("li");
  const isDraft = item?.matches(".week__draft");
  const block = item?.dataset.block;
  if (!isDraft && !block) return;
  const moves = event.key.startsWith("Arrow");
  const known = moves || ["Delete", "Backspace", "Escape"].includes(event.key) || (isDraft && event.key === "Enter");
  if (!known || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (moves) {
    arrow(isDraft ? draft : { ...read(item), move: block }, event);
    itemOf().querySelector("button").focus();
  } else if (event.key === "Enter") fix();
  else if (isDraft) reset();
  else if (event.key !== "Escape") takeAway(item);
});

/** Take a block away at the second Delete; the first one says so. */
function takeAway(item) {
  if (item.dataset.sure) return item.querySelector("form").submit();
  item.dataset.sure = "yes";
  say(words.sure, true);
  item.querySelector(".block").addEventListener("blur", () => delete item.dataset.sure, { once: true });
}

/** Return the day and the half hour under the pointer, the nearest when it is outside. */
function under(event) {
  const near = (track) => {
    const box = track.getBoundingClientRect();
    return Math.max(box.left - event.clientX, event.clientX - box.right, 0);
  };
  const track = tracks.reduce((one, other) => (near(other) < near(one) ? other : one));
  const box = track.getBoundingClientRect();
  const share = (event.clientY - box.top) / box.height;
  const slot = Math.floor(share * Number(grid.dataset.slots));
  const minute = first + slot * SLOT;
  return { on: track.dataset.on, minute: Math.min(Math.max(minute, first), last - SLOT) };
}

grid.addEventListener("pointerdown", (event) => {
  const track = event.target.closest(".week__track");
  if (!track || event.button || !isGrid()) return;
  const item = event.target.closest("li");
  const isDraft = item?.matches(".week__draft");
  const block = item?.dataset.block;
  if (!isDraft && event.target.closest("a")) {
    if (!block || event.pointerType !== "mouse") return;
  }
  const from = under(event);
  const begun = isDraft ? draft : block ? { ...read(item), move: block } : null;
  const isEnd = begun && event.clientY > item.getBoundingClientRect().bottom - EDGE;
  drag(event, (to, isClick) => {
    if (!begun) return drawn(from, to, isClick);
    if (isClick) return;
    if (isEnd) return choose({ ...begun, until: Math.max(to.minute, begun.start) + SLOT });
    shift(begun, from, to);
  });
});

/** Move a moment as far as the pointer went. */
function shift(begun, from, to) {
  const start = begun.start + to.minute - from.minute;
  choose({ ...begun, on: to.on, start, until: start + begun.until - begun.start });
}

/** Draw a new moment: an hour for a click, else from where it began to where the pointer is. */
function drawn(from, to, isClick) {
  const [start, end] = [from.minute, to.minute].sort((one, other) => one - other);
  choose({ on: from.on, start, until: isClick ? start + HOUR : end + SLOT, move: "" });
}

function drag(down, step) {
  const isTouch = down.pointerType !== "mouse" && !down.target.closest(".week__draft");
  let moved = false;
  const stop = new AbortController();
  const move = (event) => {
    moved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STILL;
    if (moved && !isTouch) step(under(event), false);
  };
  const up = (event) => {
    stop.abort();
    if (isHeld()) return;
    if (!moved && event.type === "pointerup") step(under(event), true);
    if (moved && !isTouch) addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    setTimeout(() => itemOf().querySelector("button")?.focus({ preventScroll: true }));
  };
  const { signal } = stop;
  addEventListener("pointermove", move, { signal });
  addEventListener("pointerup", up, { signal });
  addEventListener("pointercancel", () => stop.abort(), { signal });
  if (!isTouch) down.preventDefault();
}

grid.addEventListener("click", (event) => {
  const pick = event.target.closest(".block__pick");
  if (pick && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    picked(new URL(pick.href).searchParams);
  } else if (!event.target.closest(".week__draft")) return;
  else if (event.detail === 0) fix(); // a screen reader pressed it
  else toCard();
});

/** Take a free moment of the list: for what is being moved, or for something new. */
function picked(told) {
  const [start, end] = ["start", "until"].map((name) => {
    const [hour, minute] = told.get(name).split(":").map(Number);
    return hour * HOUR + minute;
  });
  const length = draft?.move ? draft.until - draft.start : (end > start ? end : 24 * HOUR) - start;
  choose({ on: told.get("on"), start, until: start + length, move: draft?.move ?? "" });
  toCard();
}

/** In the list of a phone the card stands below: go there once it knows the answer. */
async function toCard() {
  if (isGrid()) return;
  await answer;
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  document.getElementById("moment").scrollIntoView({ behavior, block: "center" });
}

/** Take hold of a block with a long press; on the grid also of a free moment, to draw. */
const isHeld = hold(
  grid,
  (finger) => {
    const item = finger.target.closest("li");
    const block = item?.dataset.block;
    const track = finger.target.closest(".week__track");
    if (!track || item?.matches(".week__draft") || (!block && !isGrid())) return null;
    const from = under(finger);
    if (!block) {
      drawn(from, from, true);
      return (to) => drawn(from, under(to), false);
    }
    const begun = { ...read(item), move: block };
    choose(begun);
    if (isGrid()) return (to) => shift(begun, from, under(to));
    return (to) => choose({ ...begun, on: dayUnder(to) ?? begun.on });
  },
  toCard,
);

/** In the list a held block goes to another day; the time of day is chosen there. */
function dayUnder({ clientX, clientY }) {
  const day = document.elementFromPoint(clientX, clientY)?.closest(".week__day");
  return day?.querySelector(".week__track").dataset.on;
}

leave.addEventListener("click", reset);
away.addEventListener("click", () => {
  const item = grid.querySelector(`[data-block="${draft.move}"]`);
  away.textContent = words.sureTouch;
  takeAway(item);
});
grid.addEventListener("dragstart", (event) => event.preventDefault());

planner.addEventListener("click", (event) => {
  const shift = event.target.closest("[data-shift]")?.dataset.shift;
  if (!shift || !draft) return;
  const [start, until] = shift.split(" ").map(Number);
  if (draft.until + until > draft.start + start) choose({ ...draft, start: draft.start + start, until: draft.until + until });
});
planner.addEventListener("change", (event) => {
  if (event.target.name === "participation" && draft) look();
});

grid.classList.add("week--plans");
document.getElementById("keys").hidden = false;
for (const one of planner.querySelectorAll("[data-shifts]")) one.hidden = false;
showMoving();
if (location.hash === "#chosen") document.getElementById("chosen")?.focus();
