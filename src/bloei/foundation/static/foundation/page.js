/* What pages do better with script: htmx where it is needed, forms sent once, menus and dialogs by
   keyboard, focus after a swap, printing, a day without connection. */

const script = document.querySelector("script[data-htmx]");
const MOVES = "[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete], [hx-boost]";

if (script && document.querySelector(MOVES)) {
  const htmx = document.createElement("script");
  htmx.src = script.dataset.htmx;
  // htmx begins when the page is being read or is complete; in between it would wait for ever.
  const add = () => document.head.append(htmx);
  if (document.readyState === "complete") add();
  else addEventListener("load", add, { once: true });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.closest(MOVES)) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  const button = event.submitter;
  // later, or the button would not be sent along
  setTimeout(() => {
    button?.setAttribute("aria-busy", "true");
    for (const one of form.querySelectorAll("button:not([type=button])")) one.setAttribute("aria-disabled", "true");
  });
});

// Coming back with the browser's own button: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy], [aria-disabled]")) {
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
  }
});

const open = () => [...document.querySelectorAll("details.menu[open], details.ask[open]")];
function close(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  const last = open().at(-1);
  if (!last) return;
  if (event.key === "Escape") close(last);
  if (event.key === "Tab" && last.matches(".ask")) keepInside(event, last.querySelector(".ask__panel"));
});

function keepInside(event, panel) {
  const all = [...panel.querySelectorAll("a[href], button, input, select, textarea")].filter((one) => !one.disabled && one.type !== "hidden");
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge && panel.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}

document.addEventListener("click", (event) => {
  for (const details of open()) {
    const away = details.matches(".menu") ? !details.contains(event.target) : event.target.matches(".ask__veil");
    if (away || (event.target.closest("[data-close]") && details.contains(event.target))) details.open = false;
  }
});

document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target;
    if (!details.matches?.("details.ask")) return;
    const panel = details.querySelector(".ask__panel");
    panel.setAttribute("role", details.open ? "dialog" : "group");
    panel.toggleAttribute("aria-modal", details.open);
    if (details.open) (panel.querySelector("[autofocus], .btn:not([data-close])") ?? panel).focus();
  },
  true,
);

for (const toast of document.querySelectorAll(".messages > .toast")) {
  if (toast.querySelector("form")) continue; // somebody may still want to undo it
  setTimeout(() => {
    toast.classList.add("toast--gone");
    setTimeout(() => toast.remove(), 300);
  }, 8000);
}

const wrong = () => document.querySelector("[data-focus]");
wrong()?.focus();

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (part.matches("[hx-trigger^='every']")) return; // progress: do not take the focus away
  (part.querySelector?.("[data-focus], h1[tabindex]") ?? null)?.focus();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false; // without script the browser's own menu prints
  button.addEventListener("click", () => print());
}

if (script?.dataset.ready) {
  addEventListener("load", () => (self.requestIdleCallback ?? setTimeout)(() => import(script.dataset.ready)));
}
