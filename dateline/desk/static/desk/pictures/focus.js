// The focus of a picture set by a click into it, or by the arrow keys on its mark. The number fields beside it do the same without script.

const frame = document.querySelector("[data-focus]");
const x = document.querySelector("[name=focus_x]");
const y = document.querySelector("[name=focus_y]");
if (frame && x && y) {
  const [width, height] = [Number(frame.dataset.width), Number(frame.dataset.height)];
  const point = document.createElement("button");
  point.type = "button";
  point.className = "focus-point";
  point.setAttribute("aria-label", frame.dataset.label);
  frame.classList.add("has-script");
  frame.append(point);
  const cut = document.createElement("img");
  cut.className = "crop";
  cut.alt = "";
  cut.src = frame.querySelector("img").currentSrc || frame.querySelector("img").src;
  x.closest("fieldset").append(cut);

  const clamp = (value) => Math.min(100, Math.max(0, value));
  const set = (left, top) => {
    x.value = clamp(left).toFixed(1);
    y.value = clamp(top).toFixed(1);
    show();
  };
  const show = () => {
    const [left, top] = [x.value === "" ? 50 : clamp(Number(x.value)), y.value === "" ? 50 : clamp(Number(y.value))];
    point.style.insetInlineStart = `${left}%`;
    point.style.insetBlockStart = `${top}%`;
    // Where the cut of `media.sizes.cut` begins, as object-position wants it: a share of what is left over.
    const partWidth = Math.min(width, height * 1.5);
    const partHeight = Math.min(height, width / 1.5);
    const share = (whole, part, at) => (whole === part ? 50 : (100 * Math.min(Math.max((at / 100) * whole - part / 2, 0), whole - part)) / (whole - part));
    cut.style.objectPosition = `${share(width, partWidth, left)}% ${share(height, partHeight, top)}%`;
  };
  frame.addEventListener("click", (event) => {
    if (event.target === point) return;
    const box = frame.getBoundingClientRect();
    set((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    set((x.value === "" ? 50 : Number(x.value)) + move[0], (y.value === "" ? 50 : Number(y.value)) + move[1]);
  });
  for (const field of [x, y]) field.addEventListener("input", show);
  show();
}
