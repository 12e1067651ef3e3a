// Keeps what is typed: a moment after the last key, and when somebody leaves the page.
// Without script the button of each form does the same.
//
// The notes belong to two people. Each time they go along with the text that this page began
// from, so the server can put both changes together; what comes back is shown, unless somebody
// typed on: then it is put together the next time.

const PAUSE = 1500;
const AGAIN = 8000;

for (const form of document.querySelectorAll("form[data-keep]")) keep(form);

function keep(form) {
  const text = form.querySelector("[data-text]");
  const base = form.querySelector("[data-base]");
  const said = form.querySelector("[data-said]");
  const check = document.querySelector("template[data-check]");
  let kept = text.value, timer = null, busy = false;

  form.querySelector("[data-save]").hidden = true;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  text.addEventListener("input", () => later(PAUSE));
  text.addEventListener("blur", () => later(0));
  addEventListener("pagehide", send);

  async function send() {
    if (busy || text.value === kept) return;
    busy = true;
    const sent = text.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
        keepalive: sent.length < 20000,
      });
      const told = await answer.json();
      if (told.refused) return say(told.refused, false);
      kept = sent;
      if (base) take(told.text, sent);
      say(told.saved, true);
    } catch {
      say(said.dataset.offline, false);
      later(AGAIN);
    } finally {
      busy = false;
      if (text.value !== kept) later(PAUSE);
    }
  }

  function take(together, sent) {
    if (text.value !== sent) return void (base.value = sent);
    base.value = together;
    kept = together;
    if (together === sent) return;
    const { selectionStart, selectionEnd } = text;
    const added = together.startsWith(sent) ? 0 : together.length - sent.length;
    text.value = together;
    if (document.activeElement === text) text.setSelectionRange(selectionStart + added, selectionEnd + added);
  }

  function say(words, well) {
    const line = document.createElement("span");
    line.textContent = words;
    said.replaceChildren(...(well && check ? [check.content.cloneNode(true)] : []), line);
  }
}
