// The service worker: a calm page where there is no connection, and what waits is sent when there
// is one again. It keeps the files of the house and pages without anybody's facts; nothing else.
// SHELL (device.py) and the parts before it are put in front of this file.

const FRESH = 10 * 60 * 1000; // milliseconds that facts need not be fetched anew
let stale = false; // something was sent since the facts were fetched

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.data === "visit" && event.waitUntil(visit()));
addEventListener("sync", (event) => event.waitUntil(visit()));

async function install() {
  const cache = await caches.open(SHELL.name);
  await cache.addAll(SHELL.files);
  await cache.addAll(SHELL.pages.map((page) => new Request(page, { cache: "reload" })));
  await skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name !== SHELL.name) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await clients.claim();
}

/** Somebody looks at a page: send what waits, and fetch what this device keeps when it is old. */
async function visit() {
  if (await send(SHELL.device)) stale = true;
  for (const room of SHELL.rooms) {
    const kept = await row(FACTS, room.name);
    if (stale || !kept || Date.now() - kept.at > FRESH) await fetchFacts(room);
  }
  stale = false;
}

async function fetchFacts(room) {
  try {
    const answer = await fetch(room.facts, { cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    const facts = await answer.json();
    if (!facts.mark) return; // not a device of one's own
    await only(facts.mark);
    await put(FACTS, { name: room.name, mark: facts.mark, at: Date.now(), facts });
    const me = await whose(SHELL.device); // they may have signed out while this came in
    if (me && me.whose !== facts.mark) await only(me.whose);
    tell();
  } catch {
    // no connection: what is kept stays
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || SHELL.alone.some((path) => url.pathname.startsWith(path))) return;
  if (request.method !== "GET") stale = true;
  if (request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else if (SHELL.files.includes(url.pathname + url.search)) event.respondWith(file(request));
});

async function page(event, path) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const room = SHELL.rooms.find(({ under }) => path.startsWith(under));
    return (await caches.match(room?.page ?? SHELL.lost)) ?? Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}
