// Tell a friend: shows the buttons that need script, where the device can do what they say.

function prepare(details) {
  const { address, headline } = details.dataset;
  const can = { copy: Boolean(navigator.clipboard), share: Boolean(navigator.share) };
  for (const button of details.querySelectorAll("button[data-do]")) {
    if (!can[button.dataset.do]) continue;
    button.parentElement.hidden = false;
    button.addEventListener("click", () => act[button.dataset.do](button, address, headline));
  }
}

const act = {
  async copy(button, address) {
    await navigator.clipboard.writeText(address);
    button.setAttribute("role", "status");
    button.textContent = button.dataset.done;
  },
  async share(button, address, headline) {
    try {
      await navigator.share({ title: headline, url: address });
    } catch {
      // closed without sharing
    }
  },
};

for (const details of document.querySelectorAll("details.tell")) prepare(details);
document.addEventListener("story-placed", (event) => {
  for (const details of event.detail.querySelectorAll("details.tell")) prepare(details);
});
