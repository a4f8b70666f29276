// The board: asks every two seconds whether anything has changed and exchanges what did; keys; dragging.
// Every step it takes is an address that the slip's menu has too.

const board = document.getElementById("board");
const status = board.querySelector(".board-status");
const AS_SCRIPT = { "X-Requested-With": "XMLHttpRequest" };
const LANES = ["waiting", "writing", "review", "ready", "live"];
const part = (key) => board.querySelector(`[data-part="${key}"]`);
const slipOf = (element) => element?.closest?.(".slip");
const laneOf = (element) => element.closest("[data-part]").dataset.part;

let token = board.dataset.token;
let lastAnswer = Date.now();
let asking = false;
let again = false;
let timer = 0;

function say(sentence, kind = "") {
  status.textContent = sentence;
  status.hidden = !sentence;
  status.dataset.kind = kind;
}

// --- up to date --------------------------------------------------------------------------------------------------------

// own: after a step of one's own nothing waits, and the focus goes where the slip went.
async function ask(own = false) {
  if (asking) {
    again ||= own;
    return;
  }
  if (document.hidden) return;
  asking = true;
  const focused = own && slipOf(document.activeElement)?.id;
  try {
    const have = [...board.querySelectorAll("[data-part]")].map((one) => `${one.dataset.part}:${waiting.get(one.dataset.part)?.tag ?? one.dataset.tag}`);
    const answer = await fetch(`${board.dataset.changes}?have=${have.join(",")}`, { headers: { ...AS_SCRIPT, "If-None-Match": `"${token}"` }, cache: "no-store" });
    if (answer.redirected || answer.status === 403) {
      say(board.dataset.signedOut, "wrong");
      clearInterval(timer);
      return;
    }
    if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.status);
    lastAnswer = Date.now();
    if (status.dataset.kind === "cut-off") say("");
    if (answer.status === 200) {
      const { parts } = await answer.json();
      token = (answer.headers.get("ETag") ?? "").replaceAll('"', "");
      for (const [key, changed] of Object.entries(parts)) exchange(key, changed, own);
      document.dispatchEvent(new CustomEvent("board:changed"));
    }
    if (own) for (const [key, changed] of waiting) put(part(key), changed);
    if (focused && slipOf(document.activeElement)?.id !== focused) document.getElementById(focused)?.querySelector("h3 a")?.focus();
  } catch {
    if (Date.now() - lastAnswer > 10000) say(board.dataset.cutOff.replace("%s", new Date(lastAnswer).toTimeString().slice(0, 5)), "cut-off");
  } finally {
    asking = false;
    if (again) {
      again = false;
      ask(true);
    }
  }
}

const waiting = new Map(); // parts that have changed while somebody was at them: key -> {html, tag}

function exchange(key, changed, own) {
  const place = part(key);
  if (!place) return;
  if (!own && mustWait(place, changed.html)) {
    waiting.set(key, changed);
    offer(place);
    return;
  }
  put(place, changed);
}

function put(place, { html, tag }) {
  waiting.delete(place.dataset.part);
  const had = document.activeElement;
  const back = place.contains(had) ? pathTo(had) : null;
  const menu = place.querySelector("details[open]")?.closest(".slip")?.id;
  place.innerHTML = html;
  place.dataset.tag = tag;
  if (menu) document.getElementById(menu)?.querySelector("details")?.setAttribute("open", "");
  if (back) (back() ?? place.querySelector(".slip a, a, button"))?.focus({ preventScroll: true });
  place.querySelectorAll("[data-left-s]").forEach(countDown);
}

// How to find the focused thing again in what replaces it.
function pathTo(element) {
  const slip = slipOf(element)?.id;
  const { name, value } = element;
  const kind = element.matches("summary") ? "summary" : element.matches("h3 a") ? "h3 a" : element.getAttribute("formaction") ? `[formaction="${element.getAttribute("formaction")}"]` : element.getAttribute("href") ? `[href="${element.getAttribute("href")}"]` : name ? `[name="${name}"]${element.matches("button") ? `[value="${value}"]` : ""}` : null;
  const place = element.closest("[data-part]").dataset.part;
  return () => {
    const root = slip ? document.getElementById(slip) : part(place);
    return kind ? root?.querySelector(kind) : root;
  };
}

// Nothing moves under a pointer, a focus, or an open choice; what is new waits and says so.
function mustWait(place, html) {
  if (pressed || place.querySelector("select:focus")) return true;
  const held = place.querySelector(".slip:hover, .slip:focus-within");
  if (!held || drag) return Boolean(drag);
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const index = (root) => [...root.querySelectorAll(".slip")].findIndex((slip) => slip.id === held.id);
  return index(fresh.content) !== index(place);
}

function offer(place) {
  if (place.querySelector(".board-new") || !place.querySelector(".note")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "board-new";
  button.textContent = board.dataset.waiting;
  button.addEventListener("click", () => put(place, waiting.get(place.dataset.part)));
  place.querySelector(".note").append(" ", button);
}

function release() {
  for (const [key, changed] of waiting) {
    const place = part(key);
    if (!place.querySelector(".slip:hover, .slip:focus-within, select:focus") && !drag && !pressed) put(place, changed);
  }
}
let pressed = false; // between pressing and letting go nothing is exchanged: it would be pulled from under the finger
board.addEventListener("pointerdown", () => {
  pressed = true;
});
for (const name of ["pointerup", "pointercancel", "dragend"]) {
  window.addEventListener(name, () => {
    pressed = false;
    setTimeout(release);
  });
}
board.addEventListener("pointerout", () => setTimeout(release));
board.addEventListener("focusout", () => setTimeout(release));

function start() {
  clearInterval(timer);
  if (!document.hidden) {
    timer = setInterval(() => ask(), board.dataset.pollS * 1000);
    ask();
  }
}
document.addEventListener("visibilitychange", start);
document.addEventListener("newsroom:said", (event) => {
  if (event.detail.said) say(event.detail.said, "done");
  ask(true);
});
start();

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
board.querySelectorAll("[data-left-s]").forEach(countDown);

// --- steps -------------------------------------------------------------------------------------------------------------

const steps = document.getElementById("board-act");

async function step(address) {
  try {
    const body = new FormData(steps);
    const answer = await fetch(address.split("?")[0], { method: "POST", body: withNumber(body, address), headers: AS_SCRIPT });
    const { said, error } = await answer.json();
    say(error ?? said, error ? "wrong" : "done");
  } catch {
    say(board.dataset.lost, "wrong");
  }
  ask(true);
}

function withNumber(body, address) {
  const number = new URL(address, location).searchParams.get("number");
  if (number) body.set("number", number);
  return body;
}

board.addEventListener("click", (event) => {
  const button = event.target.closest("button[form=board-act]");
  if (!button) {
    if (!event.target.closest("details.menu")) closeMenus();
    return;
  }
  event.preventDefault();
  const address = button.getAttribute("formaction");
  closeMenus();
  step(button.name === "number" ? `${address}?number=${button.value}` : address);
});
board.addEventListener("change", (event) => {
  if (event.target.matches("select[form=board-choose]")) document.getElementById("board-choose").requestSubmit();
});

function closeMenus(but = null) {
  board.querySelectorAll("details.menu[open]").forEach((one) => one !== but && one.removeAttribute("open"));
}
board.addEventListener("toggle", (event) => event.target.open && closeMenus(event.target), true);

// The step that leads from a slip's stand to another lane; asks where the menu's item would ask.
function move(slip, to) {
  const found = slip.dataset.moves.split(" ").find((one) => one.startsWith(`${to}:`));
  if (!found) {
    say(board.dataset.noWay, "wrong");
    return;
  }
  const name = found.split(":")[1];
  const address = `${new URL(board.dataset.changes, location).pathname.replace("changes/", "")}${slip.dataset.number}/${name}/`;
  if (name === "publish" || name === "return") document.dispatchEvent(new CustomEvent("newsroom:open", { detail: { address, from: slip.querySelector("h3 a") } }));
  else step(address);
}

// --- dragging ----------------------------------------------------------------------------------------------------------

let drag = null;

board.addEventListener("dragstart", (event) => {
  const slip = slipOf(event.target);
  if (!slip?.dataset.moves) return;
  drag = slip;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", slip.dataset.number);
  slip.classList.add("dragged");
  const ways = slip.dataset.moves.split(" ").map((one) => one.split(":")[0]);
  for (const key of LANES) part(key).classList.toggle("takes", ways.includes(key));
});
board.addEventListener("dragover", (event) => {
  if (drag && event.target.closest(".lane-place")) event.preventDefault();
});
board.addEventListener("drop", (event) => {
  const to = event.target.closest(".lane-place")?.dataset.part;
  if (!drag || !to) return;
  event.preventDefault();
  if (to !== laneOf(drag)) move(drag, to);
});
board.addEventListener("dragend", () => {
  drag?.classList.remove("dragged");
  drag = null;
  for (const key of LANES) part(key).classList.remove("takes");
  release();
});

// --- keys --------------------------------------------------------------------------------------------------------------

const link = (slip) => slip?.querySelector("h3 a");

function goTo(slip, event) {
  if (slip) {
    event.preventDefault();
    link(slip).focus();
    slip.scrollIntoView({ block: "nearest" });
  }
}

function beside(slip, by) {
  const at = LANES.indexOf(laneOf(slip));
  for (let next = at + by; LANES[next]; next += by) {
    const slips = [...part(LANES[next]).querySelectorAll(".slip")];
    if (slips.length) return slips[Math.min(slips.length - 1, [...part(LANES[at]).querySelectorAll(".slip")].indexOf(slip))];
  }
  return null;
}

window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select, dialog[open], [contenteditable]")) return;
  if (event.key === "?") {
    event.preventDefault();
    event.stopImmediatePropagation(); // Wagtail's own list of keys says nothing of the board
    board.querySelector(".board-foot a[data-dialog]").click();
    return;
  }
  const slip = slipOf(document.activeElement);
  if (event.key === "Escape") {
    const menu = slip?.querySelector("details[open] summary");
    closeMenus();
    menu?.focus();
  }
  if (!slip) return;
  const inLane = [...part(laneOf(slip)).querySelectorAll(".slip")];
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "ArrowDown") goTo(inLane[inLane.indexOf(slip) + 1], event);
  else if (event.key === "ArrowUp") goTo(inLane[inLane.indexOf(slip) - 1], event);
  else if (by && event.shiftKey) {
    event.preventDefault();
    const ways = slip.dataset.moves.split(" ").map((one) => one.split(":")[0]);
    const ahead = by > 0 ? LANES.slice(LANES.indexOf(laneOf(slip)) + 1) : LANES.slice(0, LANES.indexOf(laneOf(slip))).reverse();
    move(slip, ahead.find((lane) => ways.includes(lane)) ?? "");
  } else if (by) goTo(beside(slip, by), event);
  else if (event.code === "KeyM" && !event.shiftKey) {
    event.preventDefault();
    const menu = slip.querySelector("details.menu");
    if (menu) {
      menu.open = true;
      (menu.querySelector("button, a") ?? menu.querySelector("summary")).focus();
    }
  }
}, true);
