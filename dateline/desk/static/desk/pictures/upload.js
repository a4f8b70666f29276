// Files dropped or chosen are sent one by one, two at a time, each answered with its card or with why it was refused.
// Without this script the form sends them all at once and the page comes back with the cards.

const form = document.querySelector("[data-upload]");
const described = document.querySelector("[data-describe]");
const cards = document.querySelector("[data-cards-here]");
const list = form.querySelector("[data-list]");
const input = form.querySelector("input[type=file]");
const texts = form.dataset;
const AT_ONCE = 2;
const waiting = [];
let running = 0;
let typed = false;

form.classList.add("has-script");
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("change", () => { take(input.files); input.value = ""; });
for (const kind of ["dragenter", "dragover"]) form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("is-over"); });
for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("is-over"));
form.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault()); // beside the field a browser would leave the page

function take(files) {
  for (const file of files) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const state = document.createElement("span");
    const bar = document.createElement("progress");
    name.textContent = file.name;
    state.textContent = texts.waiting;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    row.append(name, bar, state);
    list.append(row);
    const sending = { file, row, state, bar };
    if (file.size > Number(texts.max)) refuse(sending, texts.tooBig);
    else waiting.push(sending);
  }
  next();
}

function next() {
  while (running < AT_ONCE && waiting.length) send(waiting.shift());
}

function send(sending) {
  running += 1;
  const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload has come
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  data.append("files", sending.file);
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  sending.state.textContent = texts.sending;
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) sending.bar.value = event.loaded / event.total; });
  request.upload.addEventListener("load", () => { sending.state.textContent = texts.looking; });
  request.addEventListener("loadend", () => {
    running -= 1;
    const answer = request.response;
    if (request.status === 201 && answer) arrived(sending, answer);
    else if (answer && answer.error) refuse(sending, `${answer.error} ${answer.remedy || ""}`);
    else refuse(sending, texts.broken, true);
    next();
  });
  request.send(data);
}

function arrived(sending, answer) {
  sending.bar.value = 1;
  sending.state.textContent = texts.here;
  document.querySelector("[data-empty]")?.remove();
  if (cards.children.length >= Number(texts.cards)) {
    sending.state.textContent = texts.later;
    return;
  }
  const made = document.createElement("template");
  made.innerHTML = answer.card; // from our own server, every text in it escaped there
  const card = made.content.querySelector("article");
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(sending.file);
  card.querySelector("[data-preview] .waiting")?.replaceWith(picture);
  cards.append(card);
  described.hidden = false;
  sending.row.dataset.number = answer.number;
}

function refuse(sending, sentence, mayTryAgain = false) {
  sending.state.textContent = texts.refused;
  sending.state.className = "is-refused";
  sending.bar.remove();
  sending.row.querySelector("p")?.remove();
  const why = document.createElement("p");
  why.className = "is-refused";
  why.textContent = sentence;
  if (mayTryAgain) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button-small button-secondary";
    again.textContent = texts.again;
    again.addEventListener("click", () => { sending.row.remove(); take([sending.file]); });
    why.append(" ", again);
  }
  sending.row.append(why);
}

// --- the cards ---

described.addEventListener("input", () => { typed = true; });
described.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (pressed?.hasAttribute("data-apply")) {
    event.preventDefault();
    apply();
  } else if (pressed?.hasAttribute("data-give-way")) {
    event.preventDefault();
    giveWay(pressed);
  } else typed = false;
});
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

function apply() {
  const overwrite = described.querySelector("[name=all-overwrite]").checked;
  for (const shared of described.querySelectorAll("[data-shared] [name^=all-]")) {
    if (shared.type === "checkbox" || !shared.value.trim()) continue;
    const name = shared.name.slice("all-".length);
    for (const field of cards.querySelectorAll(`[name$="-${name}"]`)) if (overwrite || !field.value.trim()) field.value = shared.value;
  }
  typed = true;
  const said = described.querySelector("[data-applied]");
  said.textContent = said.dataset.text;
}

async function giveWay(button) {
  const card = button.closest("article");
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(button.formAction, { method: "POST", body: data, headers: { Accept: "application/json" } });
  const told = await answer.json().catch(() => ({ error: texts.broken }));
  if (!answer.ok) {
    const why = document.createElement("p");
    why.className = "wrong";
    why.textContent = `${told.error} ${told.remedy || ""}`;
    button.after(why);
    return;
  }
  const after = card.nextElementSibling || card.previousElementSibling;
  card.remove();
  if (after) after.querySelector("input:not([type=hidden])").focus();
  else {
    described.hidden = true;
    input.focus();
  }
}
