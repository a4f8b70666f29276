// Draftail has no label of its own: it gets that of its field, as soon as it is there.

const field = document.querySelector("#field-body");

function name() {
  const editor = field.querySelector('[contenteditable="true"]');
  editor?.setAttribute("aria-labelledby", "label-body");
  return editor !== null;
}

if (field && !name()) {
  const looking = new MutationObserver(() => name() && looking.disconnect());
  looking.observe(field, { childList: true, subtree: true });
}
