// How it went, on a page of which the connection has gone: the answer is kept on this device and
// sent later. Without script, and with a connection, the forms do the same as ever. What it needs
// for that is fetched when the page is there and quiet.

const place = document.getElementById("how");
const words = place.dataset;
const items = () => [...place.querySelectorAll("[data-answers]")];
const quiet = self.requestIdleCallback ?? setTimeout;
const tools = new Promise((done) => {
  const fetched = async () => ({
    ...(await import("../foundation/kept.js")),
    ...(await import("../foundation/sending.js")),
  });
  const begin = () => quiet(() => done(fetched()));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
});

place.addEventListener("submit", async (event) => {
  const form = event.target;
  const item = form.closest("[data-answers]");
  if (!item) return;
  event.preventDefault();
  event.submitter?.setAttribute("aria-busy", "true");
  const given = new FormData(form);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: given, headers: { Accept: "application/json" } });
  } catch {
    return wait(item, given, event.submitter);
  }
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (told.next) return location.assign(told.next);
  if (!told.sentence) return form.submit(); // such as to sign in again
  event.submitter?.removeAttribute("aria-busy");
  show(item, told.sentence);
});

/** Keep what could not be sent; it is sent when there is a connection again. */
async function wait(item, given, button) {
  const because = String(given.get("because") ?? "");
  const minutes = because ? 0 : Number(given.get("minutes") ?? item.dataset.minutes);
  const shorter = item.querySelector("select")?.selectedOptions[0]?.text;
  const said = because ? `${words.lapsed} ${because}` : given.has("minutes") ? shorter : button.textContent.trim();
  const about = `${item.querySelector("a").textContent} · ${item.dataset.when}`;
  const { keep } = await tools;
  await keep({ mark: words.mark, url: item.dataset.answers, fields: { minutes, because }, about, words: said });
  item.dataset.waits = "yes";
  show(item, words.kept);
  const ready = await navigator.serviceWorker?.getRegistration();
  await ready?.sync?.register("send").catch(() => {});
}

function show(item, sentence) {
  const note = document.createElement("p");
  note.className = "small";
  note.setAttribute("role", "status");
  item.querySelector(".list__tail").replaceChildren(note);
  note.textContent = sentence;
}

/** Show which answers wait; one that was sent leads to the page as it is now. */
async function look() {
  const { UNSENT, rows } = await tools;
  const waits = new Set((await rows(UNSENT)).filter((one) => !one.refused).map((one) => one.url));
  for (const item of items()) {
    if (waits.has(item.dataset.answers)) {
      item.dataset.waits = "yes";
      show(item, words.kept);
    } else if (item.dataset.waits) location.reload();
  }
}

tools.then(({ hear, send }) => {
  addEventListener("online", () => send(words.device).then(look));
  hear(look);
  look();
});
