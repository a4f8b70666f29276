// Finds subjects and authors while somebody types (combobox of the ARIA practices), and ticks what is chosen.

const WAIT_MS = 150;

for (const box of document.querySelectorAll("[data-choosing]")) choose(box);

function choose(box) {
  const input = box.querySelector("input[type=search]");
  const chosen = box.querySelector("[data-chosen]");
  suggest(input, (text) => `${box.dataset.url}?q=${encodeURIComponent(text)}`, (found) => {
    input.value = "";
    if ([...chosen.querySelectorAll("input")].some((one) => one.value === String(found.id))) return;
    const item = document.createElement("li");
    const label = document.createElement("label");
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", name: box.dataset.name, value: found.id, checked: true });
    label.append(tick, ` ${found.name}`);
    item.append(label);
    chosen.append(item);
  });
}

/**
 * A list of suggestions below a field.
 * address: of what is found for a text ("" asks nothing)   take: called with what was chosen   text: what is searched for
 */
export function suggest(field, address, take, text = () => field.value.trim()) {
  const list = Object.assign(document.createElement("ul"), { className: "choosing-options", id: `${field.id}-options`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() ?? "");
  field.after(list);
  field.setAttribute("role", field.localName === "textarea" ? "textbox" : "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  if (field.localName !== "textarea") field.setAttribute("aria-expanded", "false");
  let waiting = 0;
  let found = [];
  let at = -1;

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT_MS);
  });
  field.addEventListener("blur", () => setTimeout(close, 200));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "Enter" && field.localName !== "textarea") event.preventDefault(); // it searches, it does not save
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || (event.key === "Tab" && field.localName === "textarea")) {
      pick(Math.max(at, 0));
    } else if (event.key === "Escape") {
      close();
    } else return;
    event.preventDefault();
  });

  async function look() {
    const wanted = text();
    if (!wanted) return close();
    try {
      const answer = await fetch(address(wanted), { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || text() !== wanted) return;
      found = (await answer.json()).found;
    } catch {
      return;
    }
    at = -1;
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  }

  function option(one, number) {
    const item = Object.assign(document.createElement("li"), { id: `${list.id}-${number}`, textContent: one.name });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    if (one.more) item.append(Object.assign(document.createElement("small"), { textContent: one.more }));
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      pick(number);
    });
    return item;
  }

  function move(by) {
    at = (at + by + found.length) % found.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function pick(number) {
    const one = found[number];
    close();
    if (one) take(one);
  }

  function close() {
    list.hidden = true;
    if (field.localName !== "textarea") field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
}
