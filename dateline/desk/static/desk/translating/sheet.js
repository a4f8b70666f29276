// The translator's screen: saves while one types, brings the keys and the earlier translations. Without it everything works by buttons.

const SAVE_AFTER_MS = 2500;
const TRY_AGAIN_MS = 6000;
const ASK_AFTER_MS = 300;
const MOST_KEPT_ALIVE = 60000; // bytes that a browser still sends while a page goes away

const form = document.getElementById("sheet");
const status = form.querySelector(".status");
const state = form.elements.state;
const fields = () => [...form.querySelectorAll(".pair textarea")];
const pairOf = (node) => node.closest(".pair");
const saved = new Map(fields().map((field) => [field, field.value])); // what the newsroom has of each field
const isDirty = () => fields().some((field) => field.value !== saved.get(field));

// --- saving: one at a time, the whole form, until nothing differs

let timer = 0;
let isSaving = false;
let isLeaving = false;

function later(wait = SAVE_AFTER_MS) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save({ keepalive = false } = {}) {
  if (isSaving || !isDirty()) return;
  isSaving = true;
  status.textContent = form.dataset.saving;
  const sent = new Map(fields().map((field) => [field, field.value]));
  const body = new URLSearchParams(new FormData(form)).toString();
  try {
    const response = await fetch(form.action || location.href, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      redirect: "manual",
      keepalive: keepalive && body.length < MOST_KEPT_ALIVE,
    });
    if (!response.ok) {
      status.textContent = response.status >= 500 ? form.dataset.lost : form.dataset.refused;
      if (response.status >= 500) later(TRY_AGAIN_MS);
      return;
    }
    take(await response.json(), sent);
    if (isDirty()) later();
  } catch {
    status.textContent = form.dataset.lost;
    later(TRY_AGAIN_MS);
  } finally {
    isSaving = false;
  }
}

function take(answer, sent) {
  const words = new Map(state.value.split(" ").map((word) => [word.split(":")[0], word.split(":")]));
  let second = "";
  for (const row of answer.rows) {
    const pair = form.querySelector(`[data-key="${row.key}"]`);
    const field = pair?.querySelector("textarea");
    const word = words.get(row.key);
    if (!field || !word) continue;
    if (row.second) {
      second = row.by; // the other text stays where it is; what stands here is kept beside it
      saved.set(field, sent.get(field));
    } else if (!answer.refused[row.key]) {
      const untouched = field.value === sent.get(field) && field.value === saved.get(field);
      if (untouched && field !== document.activeElement && row.text !== field.value) field.value = row.text; // somebody else's work
      saved.set(field, untouched ? field.value : sent.get(field));
      word[1] = row.was;
    }
    if (row.new !== row.key) rename(pair, field, word, row.new);
  }
  state.value = [...words.values()].map((word) => word.join(":")).join(" ");
  showFaults(answer.refused);
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  status.textContent = second ? form.dataset.second.replace("%s", second) : form.dataset.saved.replace("%s", time);
}

function rename(pair, field, word, key) {
  const old = pair.dataset.key;
  word[0] = pair.dataset.key = pair.id = key;
  field.name = field.id = `text-${key}`;
  pair.querySelector("label").htmlFor = field.id;
  for (const button of pair.querySelectorAll("button[value]")) button.value = button.value.replace(old, key);
  for (const link of pair.querySelectorAll("[data-ask]")) link.href = `?memory=${key}#${key}`;
}

function showFaults(refused) {
  for (const pair of form.querySelectorAll(".pair")) {
    pair.querySelector(".fault.live")?.remove();
    const sentence = refused[pair.dataset.key];
    pair.querySelector("textarea").toggleAttribute("aria-invalid", Boolean(sentence));
    if (!sentence) continue;
    const fault = Object.assign(document.createElement("p"), { className: "fault s-stop live", textContent: sentence });
    pair.querySelector("textarea").after(fault);
  }
}

form.addEventListener("input", () => {
  status.textContent = form.dataset.waiting;
  later();
});
form.addEventListener("submit", () => {
  isLeaving = true;
  clearTimeout(timer);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !isLeaving) save({ keepalive: true });
});
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && isDirty()) event.preventDefault();
});

// --- earlier translations: asked for when a row is entered

let asking = 0;

async function ask(pair) {
  const place = pair.querySelector("[data-offers]");
  if (!place || place.dataset.asked || place.children.length || !pair.querySelector("[data-ask]")) return;
  place.dataset.asked = "1";
  try {
    const response = await fetch(`${form.dataset.memory}?row=${encodeURIComponent(pair.dataset.key)}`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!response.ok) throw new Error(String(response.status));
    place.innerHTML = await response.text(); // our own template, escaped there
    ready(place);
  } catch {
    delete place.dataset.asked;
  }
}

function ready(place) {
  for (const button of place.querySelectorAll("[data-insert]")) button.hidden = false;
}

function insert(field, text) {
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const place of form.querySelectorAll("[data-offers]")) ready(place);
form.addEventListener("focusin", (event) => {
  const pair = pairOf(event.target);
  clearTimeout(asking);
  if (pair && event.target.matches("textarea")) asking = setTimeout(ask, ASK_AFTER_MS, pair);
});
form.addEventListener("click", (event) => {
  const node = event.target.closest("[data-insert], [data-whole], [data-copy], [data-ask]");
  if (!node) return;
  const pair = pairOf(node);
  const field = pair.querySelector("textarea");
  event.preventDefault();
  if (node.matches("[data-insert]")) insert(field, node.dataset.insert);
  else if (node.matches("[data-whole]")) fill(field, node.closest(".offer").querySelector("[data-text]").textContent);
  else if (node.matches("[data-copy]")) copy(pair);
  else {
    field.focus();
    ask(pair);
  }
});

function fill(field, text) {
  if (!field.value.trim()) insert(field, text);
  else field.focus();
}

function copy(pair) {
  const source = pair.querySelector("[data-source]");
  if (source) fill(pair.querySelector("textarea"), source.dataset.source);
}

// --- keys

function step(from, by, wanted = () => true) {
  const all = fields();
  let place = all.indexOf(from);
  do place += by;
  while (all[place] && !wanted(all[place]));
  all[place]?.focus();
  return Boolean(all[place]);
}

function offer(pair, number) {
  const node = pair.querySelectorAll("[data-whole], [data-insert]")[number - 1];
  node?.click();
  return Boolean(node);
}

function pressed(event, field, pair) {
  if (event.altKey && !event.ctrlKey && (event.code === "ArrowDown" || event.code === "ArrowUp")) {
    const asks = (one) => !one.value.trim() || pairOf(one).classList.contains("look");
    return step(field, event.code === "ArrowDown" ? 1 : -1, event.shiftKey ? asks : undefined);
  }
  if (event.ctrlKey && !event.altKey && event.code === "KeyS") {
    save();
    return true;
  }
  if (!event.ctrlKey || !event.altKey || !pair) return false;
  if (event.code === "KeyC") {
    copy(pair);
    return true;
  }
  if (event.code === "KeyR") {
    pair.querySelector("[data-right]")?.click();
    return true;
  }
  return /^Digit[1-9]$/.test(event.code) && offer(pair, Number(event.code.at(-1)));
}

form.addEventListener("keydown", (event) => {
  if (!event.target.matches("textarea") || event.isComposing) return;
  if (pressed(event, event.target, pairOf(event.target))) event.preventDefault();
});
