// Draftail has no label of its own: it gets that of its field.

const looking = setInterval(() => {
  const editor = document.querySelector('#field-body [contenteditable="true"]');
  if (!editor) return;
  clearInterval(looking);
  editor.setAttribute("aria-labelledby", "label-body");
}, 200);
