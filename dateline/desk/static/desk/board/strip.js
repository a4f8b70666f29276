// Over every screen of the newsroom: questions and the flash in a dialog, the flash's key, the number of alerts.
// Links with data-dialog work without it; here the same address is asked for without its page (X-Requested-With).

const strip = document.querySelector(".newsroom-strip");
const AS_SCRIPT = { "X-Requested-With": "XMLHttpRequest" };
const COUNT_EVERY_MS = 20000;
const CLOSE = "[data-close]";

let dialog = null;
let opener = null;
let shownAddress = "";

const isTyped = () => dialog && [...dialog.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);

function show(html) {
  dialog ??= makeDialog();
  dialog.innerHTML = html;
  const title = dialog.querySelector("h2");
  if (title) {
    title.id ||= "newsroom-dialog-title";
    dialog.setAttribute("aria-labelledby", title.id);
  }
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector("input:not([type=hidden]), select, textarea") ?? dialog.querySelector("button, a");
  first?.focus();
  dialog.querySelectorAll("[data-left-s]").forEach(countDown);
}

function makeDialog() {
  const made = document.createElement("dialog");
  made.className = "newsroom-dialog";
  made.addEventListener("submit", submit);
  made.addEventListener("click", (event) => {
    if (event.target.closest(CLOSE)) {
      event.preventDefault();
      made.close();
    }
  });
  made.addEventListener("keydown", (event) => {
    const form = event.target.closest("form[data-send-key]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  made.addEventListener("close", () => opener?.isConnected && opener.focus());
  document.body.append(made);
  return made;
}

// The same address asked for again shows what was typed into it and not sent.
async function open(address, from = document.activeElement) {
  if (dialog?.open) return;
  opener = from;
  if (address === shownAddress && isTyped()) {
    dialog.showModal();
    return;
  }
  try {
    const answer = await fetch(address, { headers: AS_SCRIPT });
    if (!answer.headers.get("Content-Type")?.startsWith("text/html") || answer.redirected || !answer.ok) throw new Error(answer.status);
    shownAddress = address;
    show(await answer.text());
  } catch {
    location.assign(address); // the page itself says what is wrong
  }
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const button = event.submitter ?? form.querySelector("[type=submit]");
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  button?.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter ?? undefined), headers: AS_SCRIPT });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      const { said, error } = await answer.json();
      if (error) warn(form, error);
      else {
        dialog.close();
        dialog.replaceChildren();
        document.dispatchEvent(new CustomEvent("newsroom:said", { detail: { said } }));
      }
    } else if (answer.ok || answer.status === 422 || answer.status === 403) {
      show(await answer.text());
      if (answer.ok) document.dispatchEvent(new CustomEvent("newsroom:said", { detail: {} }));
    } else throw new Error(answer.status);
  } catch {
    warn(form, strip.dataset.lost);
  }
  delete form.dataset.busy;
  button?.removeAttribute("aria-disabled");
}

function warn(form, sentence) {
  let place = form.querySelector(".ask-said");
  if (!place) {
    place = document.createElement("p");
    place.className = "ask-said ask-warns";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  place.textContent = sentence;
}

// What can be taken back goes when its seconds are over.
function countDown(place) {
  const ends = performance.now() + place.dataset.leftS * 1000;
  const words = [...place.querySelectorAll("span")].at(-1);
  const first = words?.textContent ?? "";
  const tick = () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left <= 0) place.remove();
    else if (place.isConnected) {
      if (words) words.textContent = first.replace(/\d+/, left);
      setTimeout(tick, 250);
    }
  };
  tick();
}

// --- the flash's key ---------------------------------------------------------------------------------------------------

const MODIFIERS = { Ctrl: "ctrlKey", Alt: "altKey", Shift: "shiftKey", Meta: "metaKey" };

// By the key's place on the board, not its letter: the same key in every layout.
function isChord(event, chord) {
  const words = chord.split("+");
  const key = words.pop();
  const code = /^F\d+$/.test(key) ? key : /^\d$/.test(key) ? `Digit${key}` : `Key${key}`;
  return event.code === code && Object.entries(MODIFIERS).every(([word, flag]) => event[flag] === words.includes(word));
}

const flash = strip?.querySelector("[data-key]");
if (flash) {
  window.addEventListener("keydown", (event) => {
    if (!event.repeat && isChord(event, flash.dataset.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      open(flash.href);
    }
  }, true);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    open(link.href, link.closest("details")?.querySelector("summary") ?? link);
  }
});

// Without the dialog the key that sends works too.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-send-key]");
  if (form && !form.closest("dialog") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.querySelectorAll(".flash-sent [data-left-s]").forEach(countDown);

// --- the number of alerts ----------------------------------------------------------------------------------------------

const bell = strip?.querySelector(".count");
let countTag = "";

async function count() {
  if (!bell || document.hidden) return;
  try {
    const answer = await fetch(strip.dataset.alerts, { headers: { ...AS_SCRIPT, ...(countTag && { "If-None-Match": countTag }) }, cache: "no-store" });
    if (answer.status !== 200) return;
    countTag = answer.headers.get("ETag") ?? "";
    const { unread } = await answer.json();
    bell.textContent = unread;
    bell.dataset.count = unread;
  } catch {
    // the next time will do
  }
}

if (bell) {
  setInterval(count, COUNT_EVERY_MS);
  document.addEventListener("visibilitychange", count);
  document.addEventListener("board:changed", count);
}

document.addEventListener("newsroom:open", (event) => open(event.detail.address, event.detail.from));
