// Counts the seconds in which what went out can be taken back; then the offer goes.

const offer = document.querySelector("[data-undo]");
if (offer) {
  const until = Date.now() + Number(offer.dataset.left) * 1000;
  const shown = offer.querySelector("[data-count]");
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    shown.textContent = left > 0 ? String(left) : "";
    if (left > 0) setTimeout(tick, 250);
    else if (offer.contains(document.activeElement)) setTimeout(tick, 250); // never from under somebody's finger
    else offer.remove();
  };
  tick();
}
