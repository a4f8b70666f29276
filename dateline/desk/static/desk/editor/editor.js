// Keeps what is typed: in this browser at once, on the server a moment later. Nothing here decides anything: without it the
// form is sent and answered all the same.
import { measure } from "./measuring.js";
import "./body.js";
import "./choosing.js";
import "./mentions.js";
import "./naming.js";
import "./pasting.js";
import "./undo.js";

const LOOK_EVERY_MS = 700; // has something been typed?
const REST_MS = 1500; // this long without a letter, then it goes to the server
const AT_MOST_MS = 5000; // or this long after the first letter
const ASK_EVERY_MS = 20000; // does somebody else write?
const RETRY_MS = 4000;

const form = document.getElementById("story-form");

if (form?.dataset.autosave) start();

function start() {
  const said = form.dataset;
  const shelf = `dateline-typed-${said.whose}-${said.story}`;
  const kept = document.querySelector("[data-kept]");
  let onServer = null; // the form as the server has it
  let seen = null;
  let changedAt = 0;
  let firstChangeAt = 0;
  let sending = false;
  let leaving = false;
  let under = null; // what ends the request that is under way

  // Draftail and the choosers write into their fields while they start: what stands there a second later is the beginning.
  setTimeout(() => {
    onServer = seen = typed();
    offerWhatTheBrowserKept();
    setInterval(look, LOOK_EVERY_MS);
    if (said.state) setInterval(ask, ASK_EVERY_MS);
  }, 1000);

  function typed() {
    const data = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "note", "remark", "send_at"]) data.delete(name);
    for (const [name, value] of [...data]) if (value instanceof File || name.endsWith("-search")) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  function look() {
    const now = Date.now();
    const text = typed();
    if (text !== seen) {
      seen = text;
      changedAt = now;
      firstChangeAt ||= now;
      keepHere(text);
      count();
    }
    if (firstChangeAt && !sending && !leaving && (now - changedAt >= REST_MS || now - firstChangeAt >= AT_MOST_MS)) send();
  }

  function keepHere(text) {
    try {
      localStorage.setItem(shelf, JSON.stringify({ at: Date.now(), text }));
    } catch {
      // No room, or not allowed: the server is the first net, this is the second.
    }
  }

  async function send() {
    const text = seen;
    sending = true;
    under = new AbortController();
    try {
      const answer = await fetch(said.autosave, { method: "POST", headers: headers(), body: text, redirect: "manual", signal: under.signal });
      if (answer.status === 413 || answer.status === 400) return pause(said.saysTooMuch);
      if (answer.type === "opaqueredirect" || answer.status === 403) return pause(said.saysSignedOut);
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      onServer = text;
      if (seen === text) {
        firstChangeAt = 0;
        localStorage.removeItem(shelf);
      }
      kept.textContent = `${said.saysKept} ${now.kept_at}`;
      const reasons = document.querySelector("[data-reasons]");
      if (reasons.innerHTML !== now.panel) reasons.innerHTML = now.panel; // our own template, escaped there
      warn(now);
    } catch {
      if (!leaving) pause(said.saysWaiting);
    } finally {
      sending = false;
    }
  }

  function pause(sentence) {
    kept.textContent = sentence;
    firstChangeAt = Date.now() + RETRY_MS - AT_MOST_MS;
    changedAt = Date.now() + RETRY_MS;
  }

  function headers() {
    return {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      "X-Requested-With": "XMLHttpRequest",
    };
  }

  async function ask() {
    if (document.hidden || sending) return;
    try {
      const base = form.querySelector("[name=base]").value;
      const answer = await fetch(`${said.state}?base=${encodeURIComponent(base)}`, { headers: headers(), redirect: "manual" });
      if (answer.ok) warn(await answer.json());
    } catch {
      // It is asked again soon.
    }
  }

  function warn({ warning, two_texts: address }) {
    const box = document.querySelector("[data-warning]");
    if (!warning) {
      box.hidden = true;
      return;
    }
    if (!box.hidden && box.querySelector("[data-sentence]").textContent === warning) return;
    box.hidden = false;
    box.querySelector("[data-sentence]").textContent = warning;
    box.querySelector("[data-two-texts]").href = address;
  }

  function offerWhatTheBrowserKept() {
    let shelved = null;
    try {
      shelved = JSON.parse(localStorage.getItem(shelf));
    } catch {
      return;
    }
    if (!shelved || shelved.text === seen) return;
    const box = document.querySelector("[data-browser-kept]");
    box.hidden = false;
    box.querySelector("[data-use]").addEventListener("click", async () => {
      const answer = await fetch(said.autosave, { method: "POST", headers: headers(), body: shelved.text });
      if (!answer.ok) return;
      localStorage.removeItem(shelf);
      leaving = true;
      const key = new URLSearchParams(shelved.text).get("key");
      if (said.story === "new") location.search = `?key=${key}`;
      else location.reload();
    });
    box.querySelector("[data-drop]").addEventListener("click", () => {
      localStorage.removeItem(shelf);
      box.hidden = true;
    });
  }

  function count() {
    const places = document.querySelector(".editor-length");
    let blocks = form.elements.lead.value.split("\n");
    try {
      blocks = blocks.concat((JSON.parse(form.elements.body.value)?.blocks ?? []).flatMap((block) => block.text.split("\n")));
    } catch {
      return;
    }
    const length = measure(blocks, Number(places.dataset.lineLetters), Number(places.dataset.readLetters));
    for (const [name, value] of Object.entries(length)) places.querySelector(`[data-${name}]`).textContent = String(value);
  }

  form.addEventListener("submit", () => {
    leaving = true; // the form goes to the server whole; nothing older may come after it
    under?.abort();
    keepHere(typed());
    sessionStorage.setItem(`${shelf}-sent`, typed());
  });
  // After a form was answered, what this browser kept is on the server: as saved, or as typed.
  const sent = sessionStorage.getItem(`${shelf}-sent`);
  if (sent !== null && performance.getEntriesByType("navigation")[0]?.responseStatus < 400) {
    sessionStorage.removeItem(`${shelf}-sent`);
    localStorage.removeItem(shelf);
  }

  addEventListener("pagehide", () => {
    if (leaving || onServer === null) return;
    const text = typed();
    if (text !== onServer) {
      keepHere(text);
      beacon(said.autosave, text);
    }
    if (said.leave) beacon(said.leave, "");
  });

  function beacon(address, text) {
    const data = new URLSearchParams(text);
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    navigator.sendBeacon(address, data);
  }

  // Keys: by their place on the keyboard, so that they are the same in every layout.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    if (event.defaultPrevented || event.target.closest?.("dialog")) return; // what is written there is not this story
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
    let button = null;
    if (letter === "s" && !event.altKey && !event.shiftKey) button = document.querySelector('.acts [data-key="s"]');
    else if (event.code === "Enter" && !event.altKey && !event.shiftKey) button = document.querySelector(".acts [data-main]");
    else if (letter && event.altKey) button = document.querySelector(`[data-key="${letter}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
    if (button.localName === "summary") button.parentElement.querySelector("textarea, input")?.focus();
  });

  // A headline is one line, however many it takes to show it.
  form.elements.headline.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) event.preventDefault();
  });

  // A reason leads to its field; Draftail's is not the field that the label names.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('[data-reasons] a[href^="#"], .editor-skips a');
    const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!place) return;
    event.preventDefault();
    const field = place.querySelector('[contenteditable="true"], input:not([type="hidden"]), select, textarea, button, a') ?? place;
    place.scrollIntoView({ block: "center" });
    field.focus();
  });
}
