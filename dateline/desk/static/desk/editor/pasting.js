// What comes from a word processor or a web page is cleaned by the server, which knows best (lib/pasting.py), then given to
// Draftail. When the server does not answer, Draftail takes it as it is, and the server cleans it on saving.

const form = document.getElementById("story-form");
const PATIENCE_MS = 3000;

document.addEventListener("paste", onPaste, true);

async function onPaste(event) {
  const editor = event.target.closest?.("#field-body [contenteditable]");
  const markup = event.clipboardData?.getData("x-dateline") ? "" : event.clipboardData?.getData("text/html"); // ours comes back clean
  if (!editor || !markup || markup.includes("data-editor=")) return; // from Draftail itself: it keeps its own
  event.preventDefault();
  event.stopImmediatePropagation();
  const plain = event.clipboardData.getData("text/plain");
  let html = markup;
  try {
    const answer = await fetch(form.dataset.paste, {
      method: "POST",
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, "X-Requested-With": "XMLHttpRequest" },
      body: new URLSearchParams({ html: markup }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.ok) {
      const found = await answer.json();
      html = found.html;
      say(found.remarks);
      if (!html) return;
    }
  } catch {
    // As it is, then.
  }
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  data.setData("x-dateline", "1");
  editor.focus();
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}

function say(remarks) {
  const list = document.querySelector("[data-remarks]");
  list.replaceChildren(...remarks.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
}
